/** Moments of calls, in order, for counting how many lie in the window that ends now. */
export class SlidingLog {
  private moments: number[] = [];
  private first = 0;

  add(moment: number): void {
    this.moments.push(moment);
  }

  /** Calls in `(now - windowMs, now]`. Older ones are forgotten, so ask with one window only. */
  count(now: number, windowMs: number): number {
    while (this.first < this.moments.length && (this.moments[this.first] ?? 0) <= now - windowMs)
      this.first += 1;
    if (this.first > 1_024 && this.first * 2 > this.moments.length) {
      this.moments = this.moments.slice(this.first);
      this.first = 0;
    }
    return this.moments.length - this.first;
  }
}
