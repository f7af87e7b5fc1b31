import { setTimeout as sleep } from 'node:timers/promises';

/** Counts what is handled in a time that begins with the first of it. */
export class Counting {
  private first = 0;
  private last = 0;
  private counted = 0;
  private begun: () => void = () => undefined;
  private readonly beginning = new Promise<void>((resolve) => (this.begun = resolve));
  private finished: () => void = () => undefined;
  private readonly all = new Promise<void>((resolve) => (this.finished = resolve));

  /** `total`: how many there are; with the last of them the count ends. */
  constructor(private readonly total = Number.POSITIVE_INFINITY) {}

  add(count = 1): void {
    if (this.counted === 0) {
      this.first = performance.now();
      this.begun();
    }
    this.counted += count;
    this.last = performance.now();
    if (this.counted >= this.total) this.finished();
  }

  /** How many were handled in a second, from the first of them on, for about `ms`. */
  async perSecond(ms: number): Promise<number> {
    await this.beginning;
    await Promise.race([sleep(ms), this.all]);
    return (this.counted * 1000) / (this.last - this.first);
  }
}
