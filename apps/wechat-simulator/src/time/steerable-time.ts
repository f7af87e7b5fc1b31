import { Clock } from '@tongbu/platform';
import type { Cancel, Scheduler } from './scheduler';

interface Waiting {
  /** On this clock's monotonic scale. */
  at: number;
  readonly work: () => void;
  /** Takes back the wish at the scheduler below. */
  disarm: Cancel;
}

/** A clock and scheduler that run with the ones below, and can be moved forward, at once, as far as asked. */
export class SteerableTime extends Clock implements Scheduler {
  private readonly waiting = new Set<Waiting>();
  private ahead = 0;

  constructor(
    /** Real time: that of everybody outside the simulator. */
    readonly real: Clock,
    private readonly scheduler: Scheduler,
  ) {
    super();
  }

  /** How far this clock is ahead of the one below. */
  get aheadMs(): number {
    return this.ahead;
  }

  override now(): Date {
    return new Date(this.real.now().getTime() + this.ahead);
  }

  override monotonic(): number {
    return this.real.monotonic() + this.ahead;
  }

  /** When a moment of real time, the only one that clients know, comes on this clock. */
  momentOf(real: Date): Date {
    return new Date(real.getTime() + this.ahead);
  }

  after(delayMs: number, work: () => void): Cancel {
    const entry: Waiting = { at: this.monotonic() + delayMs, work, disarm: () => undefined };
    this.waiting.add(entry);
    this.arm(entry);
    return () => this.drop(entry);
  }

  /** Moves on. What falls due on the way is done in the order of its time, each at its own moment. */
  advance(ms: number): void {
    const ahead = this.ahead + Math.ceil(ms);
    for (let next = this.nextDue(ahead); next !== undefined; next = this.nextDue(ahead)) {
      const needed = Math.ceil(next.at - this.real.monotonic());
      this.ahead = Math.min(ahead, Math.max(this.ahead, needed));
      this.drop(next);
      next.work();
    }
    this.ahead = ahead;
    for (const entry of this.waiting) this.arm(entry);
  }

  /** Takes up the lead of an earlier run. Nothing may be waiting yet. */
  restore(aheadMs: number): void {
    this.ahead = aheadMs;
  }

  /** Back to real time; what is waiting goes on waiting for as long as it would have. */
  return(): void {
    for (const entry of this.waiting) entry.at -= this.ahead;
    this.ahead = 0;
  }

  /** The first that is due when the clock is ahead so far. */
  private nextDue(ahead: number): Waiting | undefined {
    const end = this.real.monotonic() + ahead;
    let next: Waiting | undefined;
    for (const entry of this.waiting)
      if (entry.at <= end && (next === undefined || entry.at < next.at)) next = entry;
    return next;
  }

  private arm(entry: Waiting): void {
    entry.disarm();
    entry.disarm = this.scheduler.after(Math.max(0, entry.at - this.monotonic()), () => {
      this.waiting.delete(entry);
      entry.work();
    });
  }

  private drop(entry: Waiting): void {
    entry.disarm();
    this.waiting.delete(entry);
  }
}
