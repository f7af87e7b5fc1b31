import type { Database, Sql } from '@tongbu/platform';
import { OUTBOX_BUCKETS } from './outbox';

type Session = Awaited<ReturnType<Database['session']>>;

const ALL_BUCKETS = Array.from({ length: OUTBOX_BUCKETS }, (_, bucket) => bucket);

/**
 * The buckets this relay owns: session-level advisory locks on a connection of its own. Whoever reads the outbox
 * through that connection holds them for certain, because they live and die with it.
 */
export class BucketLocks {
  private session: Session | undefined;
  private buckets: readonly number[] = [];

  constructor(private readonly database: Pick<Database, 'session'>) {}

  get owned(): readonly number[] {
    return this.buckets;
  }

  /** Takes the buckets nobody owns. Throws when the database is away. */
  async claim(): Promise<Sql> {
    const session = this.session ?? (await this.open());
    const missing = ALL_BUCKETS.filter((bucket) => !this.buckets.includes(bucket));
    if (missing.length === 0) return session;
    const taken = await session.query<{ bucket: number }>(
      `SELECT bucket FROM unnest($1::int[]) AS bucket
       WHERE pg_try_advisory_lock(hashtext('outbox:' || current_schema()), bucket)`,
      [missing],
    );
    this.buckets = [...this.buckets, ...taken.map(({ bucket }) => bucket)];
    return session;
  }

  /** Gives all buckets back, also when the connection is broken. */
  async release(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    this.buckets = [];
    if (session === undefined) return;
    // The connection goes back to the pool, where locks and settings would stay for ever. What was prepared on it stays.
    await session.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    await session.query(`RESET ALL`).catch(() => undefined);
    await session.release();
  }

  private async open(): Promise<Session> {
    const session = await this.database.session();
    this.session = session;
    // Statistics of a table that is now empty, now full of waiting rows mislead the planner; the index is always right.
    await session.query(`SET enable_seqscan = off`);
    await session.query(`SET enable_bitmapscan = off`);
    return session;
  }
}
