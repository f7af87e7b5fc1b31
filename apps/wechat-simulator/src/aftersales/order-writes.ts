import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Payload, type Result } from '../api/result';

/**
 * One write at a time per order. A write takes as long as the account's setting says: its answer goes out then, and another
 * one for the same order that comes before is refused with 2747026.
 */
export class OrderWrites {
  private readonly busyUntil = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  run(app: App, orderId: bigint, work: () => Result<Payload>): Result<Payload> {
    const key = `${app.appId}/${orderId}`;
    const now = this.clock.monotonic();
    if ((this.busyUntil.get(key) ?? 0) > now) return refuse(ERR.AFTERSALE_BUSY);
    const takesMs = app.settings.aftersaleWriteMs;
    this.busyUntil.set(key, now + takesMs);
    return { ...work(), takesMs };
  }
}
