import type { Clock } from '@tongbu/platform';

/** The `Date` of an answer counts whole seconds. */
const SECOND_MS = 1_000;
/** An answer that took longer tells too little about the moment at which it was written. */
const LONGEST_MS = 2_000;
/** WeChat documentation: it refuses an order whose time is more than 5 s off. */
const TOLERATED_MS = 3_000;

/**
 * What WeChat's own clock shows. That of this machine may be minutes off, and WeChat refuses a request whose time is. Each
 * answer tells in its `Date` header (RFC 9110); between answers time passes as it does here, whatever the clock jumps to.
 */
export class WechatTime {
  private ahead: { readonly at: number; readonly monotonic: number } | undefined;

  constructor(private readonly clock: Clock) {}

  now(): Date {
    const { ahead, clock } = this;
    return ahead === undefined ? clock.now() : new Date(ahead.at + clock.monotonic() - ahead.monotonic);
  }

  /** Takes the `date` of an answer to a request that was sent at `sentAt` of {@link Clock.monotonic}. */
  learn(date: Date | undefined, sentAt: number): void {
    const monotonic = this.clock.monotonic();
    if (date === undefined || monotonic - sentAt > LONGEST_MS) return;
    const at = date.getTime() + SECOND_MS / 2;
    const off = Math.abs(this.clock.now().getTime() - at);
    this.ahead = off > SECOND_MS / 2 + (monotonic - sentAt) ? { at, monotonic } : undefined;
  }

  /** Whether WeChat may have refused a request for the time that stands in it. */
  wasOff(stamped: Date): boolean {
    return Math.abs(this.now().getTime() - stamped.getTime()) > TOLERATED_MS;
  }
}
