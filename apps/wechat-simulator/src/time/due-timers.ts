import type { Clock } from '@tongbu/platform';
import type { Cancel, Scheduler } from './scheduler';

interface Running {
  readonly due: Date;
  readonly cancel: Cancel;
}

/** Work that is to be done at a moment of its own; each piece has a key, and starting it again replaces it. */
export class DueTimers {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly clock: Clock,
    private readonly scheduler: Scheduler,
  ) {}

  /** What fell due already is done at once, after the present call. */
  start(key: string, due: Date, work: () => void): void {
    this.stop(key);
    const delay = Math.max(0, due.getTime() - this.clock.now().getTime());
    const cancel = this.scheduler.after(delay, () => {
      this.running.delete(key);
      work();
    });
    this.running.set(key, { due, cancel });
  }

  /** When the work is to be done; nothing when none is waiting. */
  dueOf(key: string): Date | undefined {
    return this.running.get(key)?.due;
  }

  stop(key: string): void {
    this.running.get(key)?.cancel();
    this.running.delete(key);
  }

  stopAll(): void {
    for (const { cancel } of this.running.values()) cancel();
    this.running.clear();
  }
}
