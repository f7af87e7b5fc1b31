import { Clock } from '@tongbu/platform';

/** A clock that moves only when told to. */
export class FakeClock extends Clock {
  private elapsedMs = 0;

  constructor(private readonly start: Date = new Date('2026-01-05T08:00:00Z')) {
    super();
  }

  override now(): Date {
    return new Date(this.start.getTime() + this.elapsedMs);
  }

  override monotonic(): number {
    return this.elapsedMs;
  }

  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('a clock does not run backwards');
    this.elapsedMs += milliseconds;
  }
}
