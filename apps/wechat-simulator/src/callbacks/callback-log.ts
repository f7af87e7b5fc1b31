import type { CallbackFaultKind } from '../faults/fault';

/** One event that had somewhere to go, and what became of it. */
export class LoggedCallback {
  attempts = 0;
  private underWay = 0;
  private acknowledged = 0;
  private givenUp = 0;

  constructor(
    readonly event: string,
    readonly time: Date,
    /** SHA-256, in hex, of the message before it is encrypted: the same in every try. */
    readonly messageHash: string,
    readonly fault: CallbackFaultKind | undefined,
  ) {}

  /** It will be sent: once, or twice when a fault doubles it. */
  toBeSent(): void {
    this.underWay += 1;
  }

  ended(how: 'acknowledged' | 'given-up'): void {
    this.underWay -= 1;
    if (how === 'acknowledged') this.acknowledged += 1;
    else this.givenUp += 1;
  }

  get state(): 'dropped' | 'pending' | 'given-up' | 'acknowledged' {
    if (this.underWay > 0) return 'pending';
    if (this.givenUp > 0) return 'given-up';
    return this.acknowledged > 0 ? 'acknowledged' : 'dropped';
  }
}

/** The latest pushes of each account. */
export class CallbackLog {
  private readonly byApp = new Map<string, LoggedCallback[]>();

  constructor(private readonly capacity = 5_000) {}

  add(appId: string, callback: LoggedCallback): void {
    const known = this.byApp.get(appId) ?? [];
    this.byApp.set(appId, known);
    known.push(callback);
    if (known.length > this.capacity) known.shift();
  }

  /** Oldest first. */
  of(appId: string): readonly LoggedCallback[] {
    return this.byApp.get(appId) ?? [];
  }

  clear(): void {
    this.byApp.clear();
  }
}
