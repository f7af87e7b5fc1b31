import type { Sql } from '@tongbu/platform';

/** The table of {@link ListWatches}. */
export const listWatchesSql = {
  up: [
    `CREATE TABLE list_watches (
      app_id text NOT NULL,
      list text NOT NULL,
      seen_until timestamptz NOT NULL,
      next_time timestamptz NOT NULL,
      PRIMARY KEY (app_id, list)
    )`,
  ],
  down: [`DROP TABLE list_watches`],
};

/** How long one replica has a list to itself; one that dies leaves it to the others then. */
const CLAIM_MS = 120_000;

export interface ListClaim {
  /** Up to where the list was read. */
  readonly seenUntil: Date;
  /** When it was taken. */
  readonly at: Date;
  /** As Postgres writes it, to the microsecond: whoever finds it there still has the list. */
  readonly claimedUntil: string;
}

const after = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`;

/**
 * How far each list of WeChat's has been read, and when it is read again, by one replica at a time. Goes by Postgres'
 * clock: that of one replica may be minutes off, and must not keep the others from looking.
 */
export class ListWatches {
  constructor(private readonly sql: Sql) {}

  /** Takes a list that is due. `undefined`: it is not, or another replica has it. */
  async claim(appId: string, list: string, firstLookMs: number): Promise<ListClaim | undefined> {
    await this.sql.query(
      `INSERT INTO list_watches (app_id, list, seen_until, next_time) VALUES ($1, $2, ${after('-$3::float8')}, now())
       ON CONFLICT (app_id, list) DO NOTHING`,
      [appId, list, firstLookMs],
    );
    const [claimed] = await this.sql.query<{ seen_until: Date; at: Date; claimed_until: string }>(
      `UPDATE list_watches SET next_time = ${after('$3::float8')}
       WHERE app_id = $1 AND list = $2 AND next_time <= now()
       RETURNING seen_until, now() AS at, next_time::text AS claimed_until`,
      [appId, list, CLAIM_MS],
    );
    return claimed && { seenUntil: claimed.seen_until, at: claimed.at, claimedUntil: claimed.claimed_until };
  }

  /**
   * Has a list read again in so many ms. `seenUntil`: left out when it could not be read to the end. Keeps a hurry that
   * came meanwhile.
   */
  async release(
    appId: string,
    list: string,
    { claimedUntil }: ListClaim,
    inMs: number,
    seenUntil?: Date,
  ): Promise<void> {
    await this.sql.query(
      `UPDATE list_watches SET
         next_time = CASE WHEN next_time = $3::timestamptz THEN ${after('$4::float8')} ELSE next_time END,
         seen_until = GREATEST(seen_until, COALESCE($5, seen_until))
       WHERE app_id = $1 AND list = $2`,
      [appId, list, claimedUntil, inMs, seenUntil ?? null],
    );
  }

  /** Keeps a list that takes longer. `undefined`: another replica has it, or it is to be read from its beginning. */
  async extend(appId: string, list: string, claim: ListClaim): Promise<ListClaim | undefined> {
    const [claimed] = await this.sql.query<{ claimed_until: string }>(
      `UPDATE list_watches SET next_time = ${after('$4::float8')}
       WHERE app_id = $1 AND list = $2 AND next_time = $3::timestamptz RETURNING next_time::text AS claimed_until`,
      [appId, list, claim.claimedUntil, CLAIM_MS],
    );
    return claimed && { ...claim, claimedUntil: claimed.claimed_until };
  }

  /** Has a list read again in so many ms, if not sooner: something went wrong, and nobody knows who has it. */
  async noLaterThan(appId: string, list: string, inMs: number): Promise<void> {
    await this.sql.query(
      `UPDATE list_watches SET next_time = LEAST(next_time, ${after('$3::float8')}) WHERE app_id = $1 AND list = $2`,
      [appId, list, inMs],
    );
  }

  /** Has a list read at once. */
  async hurry(tx: Sql, appId: string, list: string): Promise<void> {
    await tx.query(`UPDATE list_watches SET next_time = to_timestamp(0) WHERE app_id = $1 AND list = $2`, [
      appId,
      list,
    ]);
  }
}
