/** Undoes a scheduled piece of work; harmless when it already ran. */
export type Cancel = () => void;

/** Runs work later. Injected, so that tests decide when later is. */
export interface Scheduler {
  after(delayMs: number, work: () => void): Cancel;
}

export class TimerScheduler implements Scheduler {
  private readonly pending = new Set<NodeJS.Timeout>();
  private closed = false;

  after(delayMs: number, work: () => void): Cancel {
    if (this.closed) return () => undefined;
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
