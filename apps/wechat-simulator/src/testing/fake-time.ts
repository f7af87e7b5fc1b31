import { Clock } from '@tongbu/platform';
import type { Cancel, Scheduler } from '../time/scheduler';

interface Due {
  readonly at: number;
  readonly work: () => void;
}

/** A clock and scheduler that move only when a test says so. */
export class FakeTime extends Clock implements Scheduler {
  private elapsed = 0;
  private due: Due[] = [];

  constructor(private readonly start = new Date('2026-03-02T02:00:00Z')) {
    super();
  }

  override now(): Date {
    return new Date(this.start.getTime() + this.elapsed);
  }

  override monotonic(): number {
    return this.elapsed;
  }

  after(delayMs: number, work: () => void): Cancel {
    const entry = { at: this.elapsed + delayMs, work };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  /** Moves on, running what falls due on the way in order of its time. */
  advance(ms: number): void {
    const end = this.elapsed + ms;
    for (let next = this.nextDue(end); next !== undefined; next = this.nextDue(end)) {
      this.elapsed = next.at;
      const { work } = next;
      this.due = this.due.filter((other) => other !== next);
      work();
    }
    this.elapsed = end;
  }

  private nextDue(end: number): Due | undefined {
    return this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
