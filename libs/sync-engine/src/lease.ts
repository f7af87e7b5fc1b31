import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@tongbu/platform';
import type { SyncKey, SyncRow } from './row';
import type { RowStore } from './row-store';

/** Between attempts to end a lease while Postgres is away. */
const END_AGAIN_MS = 250;

/** A row that is ours as long as we live, and for a while after that. */
export class Lease<Desired, Observed> {
  readonly token = randomUUID();
  private endsAt: number;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    readonly key: SyncKey,
    private readonly store: Pick<RowStore<Desired, Observed>, 'lease' | 'renew'>,
    private readonly clock: Clock,
    readonly leaseMs: number,
  ) {
    this.endsAt = clock.monotonic() + leaseMs;
  }

  /** Monotonic time after which the row may be somebody else's. */
  get until(): number {
    return this.endsAt;
  }

  /** Answers the row, and keeps it until {@link letGo}; undefined when somebody else has it. */
  async take(): Promise<SyncRow<Desired, Observed> | undefined> {
    return this.takeBy(
      () => this.store.lease(this.key, this.token, this.leaseMs),
      (row) => row !== undefined,
    );
  }

  /** As {@link take}, by a `write` of another kind under our token; `isOurs`: whether it leased the row. */
  async takeBy<Taken>(write: () => Promise<Taken>, isOurs: (taken: Taken) => boolean): Promise<Taken> {
    try {
      const taken = await write();
      if (isOurs(taken)) this.keep();
      return taken;
    } catch (error) {
      // It may be ours all the same.
      void this.end();
      throw error;
    }
  }

  /** Renews it no more. */
  letGo(): void {
    clearInterval(this.renewal);
  }

  /** What stopped the drive may be over long before the lease is; then the row need not wait for its end. */
  async end(): Promise<void> {
    while (this.clock.monotonic() < this.until) {
      try {
        await this.store.renew(this.key, this.token, 0);
        return;
      } catch {
        await delay(END_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  private keep(): void {
    this.renewal = setInterval(() => {
      const from = this.clock.monotonic();
      this.store
        .renew(this.key, this.token, this.leaseMs)
        .then((renewed) => {
          if (renewed) this.endsAt = from + this.leaseMs;
        })
        .catch(() => undefined); // The lease then ends, and writes under it are refused.
    }, this.leaseMs / 4);
    this.renewal.unref();
  }
}
