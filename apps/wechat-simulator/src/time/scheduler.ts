/** Undoes a scheduled piece of work; harmless when it already ran. */
export type Cancel = () => void;

/** Runs work later. Injected, so that tests decide when later is. */
export interface Scheduler {
  after(delayMs: number, work: () => void): Cancel;
}

/** The longest a timer of Node can wait; one that is longer goes off at once. */
const MAX_TIMEOUT_MS = 2_147_483_647;

export class TimerScheduler implements Scheduler {
  private readonly pending = new Set<NodeJS.Timeout>();
  private closed = false;

  after(delayMs: number, work: () => void): Cancel {
    if (this.closed) return () => undefined;
    if (delayMs > MAX_TIMEOUT_MS) {
      let cancel = this.after(MAX_TIMEOUT_MS, () => {
        cancel = this.after(delayMs - MAX_TIMEOUT_MS, work);
      });
      return () => cancel();
    }
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      work();
    }, delayMs);
    this.pending.add(timer);
    return () => {
      clearTimeout(timer);
      this.pending.delete(timer);
    };
  }

  /** Drops everything that has not run yet, and what is asked for from now on. */
  close(): void {
    this.closed = true;
    for (const timer of this.pending) clearTimeout(timer);
    this.pending.clear();
  }
}
