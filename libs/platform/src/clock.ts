/** Where time comes from. Everything that compares or stores a moment asks an injected clock. */
export abstract class Clock {
  /** Wall-clock time, for what is stored or published. */
  abstract now(): Date;
  /** Milliseconds that never jump, for deadlines and durations inside one process. */
  abstract monotonic(): number;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }

  override monotonic(): number {
    return performance.now();
  }
}
