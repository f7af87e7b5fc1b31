import type { Redis } from 'ioredis';
import { connectRedis, createLogger, SystemClock, type Logger } from '@tongbu/platform';
import { outcomeOf, WorkQueue, type DriveResult, type SyncKey, type WakeUp } from '@tongbu/sync-engine';
import {
  Accounts,
  QuotaLimiter,
  RedisBucketStore,
  RedisTokenStore,
  updateProductWithoutReview,
  WechatClient,
  type Account,
} from '@tongbu/wechat';
import { monotonicMs } from '../measuring/monotonic';
import { serve } from '../measuring/serve';
import { trickle } from '../measuring/trickle';
import { SKU } from './approved-product';

export interface LimitedWorkerOptions {
  readonly redisUrl: string;
  /** The same for all processes of one installation. */
  readonly prefix: string;
  readonly accounts: readonly Account[];
  readonly concurrency: number;
}

const LANE = 'price';
const LEASE_MS = 12_000;
const NO_RULES = { contradictions: new Set<number>(), pauses: new Map<number, number>() };

/** A service's queue, client and limiter, put together as a service does, without its database. */
class LimitedWorker {
  private readonly clock = new SystemClock();
  private readonly queue: WorkQueue;
  private readonly client: WechatClient;
  private readonly accounts: Accounts;
  private readonly connections: readonly Redis[];

  constructor({ redisUrl, prefix, accounts, concurrency }: LimitedWorkerOptions, logger: Logger) {
    const redis = connectRedis(redisUrl, 'fail-fast', logger);
    const patientRedis = connectRedis(redisUrl, 'patient', logger);
    this.connections = [redis, patientRedis];
    this.accounts = new Accounts(accounts);
    this.client = new WechatClient({
      limiter: new QuotaLimiter({
        store: new RedisBucketStore({ redis, prefix: `${prefix}:quota` }),
        clock: this.clock,
      }),
      tokens: new RedisTokenStore(redis, `${prefix}:token`),
      clock: this.clock,
    });
    this.queue = new WorkQueue(
      {
        name: 'bench.product',
        prefix,
        kind: 'product',
        appIds: accounts.map(({ appId }) => appId),
        concurrency,
      },
      redis,
      patientRedis,
      this.clock,
      logger,
    );
  }

  start(): void {
    this.queue.start((key) => this.drive(key));
  }

  wake(rows: readonly WakeUp[]): Promise<void> {
    return this.queue.wake(rows);
  }

  async close(): Promise<void> {
    await this.queue.stop();
    for (const redis of this.connections) redis.disconnect();
  }

  /** What a driver does for a price, without the row. */
  private async drive({ appId, entityId }: SyncKey): Promise<DriveResult> {
    const account = this.accounts.get(appId);
    if (account === undefined) throw new Error(`no account ${appId}`);
    const result = await this.client.call(
      updateProductWithoutReview,
      { product: { productId: entityId }, skus: [{ skuId: SKU, salePriceFen: 5_900 }] },
      { account, lane: LANE, notAfter: this.clock.monotonic() + LEASE_MS },
    );
    if (result.ok) return { kind: 'done' };
    const outcome = outcomeOf(result.error, this.clock.now(), NO_RULES);
    // A call that failed would be tried again by the sweeper; here nothing may get lost either.
    const at = outcome.kind === 'deferred' ? outcome.until : new Date(this.clock.now().getTime() + 500);
    return { kind: 'deferred', at, lane: LANE };
  }
}

const BATCH = 1_000;

let worker: LimitedWorker;

const commands = {
  open(options: LimitedWorkerOptions): void {
    worker = new LimitedWorker(options, createLogger({ service: 'bench', level: 'warn' }));
  },

  /** Ends what is in hand and leaves the rest; another installation can be opened then. */
  close(): Promise<void> {
    return worker.close();
  },

  /** Adds jobs for products `from` to `to` of a mini program. */
  async wake(appId: string, from: number, to: number): Promise<void> {
    for (let first = from; first < to; first += BATCH) {
      const length = Math.min(BATCH, to - first);
      await worker.wake(
        Array.from({ length }, (_, index) => ({
          appId,
          kind: 'product',
          entityId: `P-${first + index}`,
          lane: LANE,
        })),
      );
    }
  },

  /** Adds jobs one by one, so many in a second. Answers when each was added, by its product. */
  async trickle(appId: string, perSecond: number, ms: number): Promise<ReadonlyMap<string, number>> {
    const added = new Map<string, number>();
    await trickle(perSecond, ms, () => {
      const entityId = `Q-${added.size}`;
      added.set(entityId, monotonicMs());
      return worker.wake([{ appId, kind: 'product', entityId, lane: LANE }]);
    });
    return added;
  },

  start(): void {
    worker.start();
  },

  /**
   * Does nothing at all for `forMs` in every second, like a process that collects garbage or is held up, the first time
   * after `inMs`.
   */
  stall(forMs: number, inMs: number): void {
    const stall = () => {
      const until = performance.now() + forMs;
      while (performance.now() < until);
    };
    setTimeout(() => setInterval(stall, 1_000), inMs);
  },
};

export type LimitedWorkerCommands = typeof commands;

serve(commands);
