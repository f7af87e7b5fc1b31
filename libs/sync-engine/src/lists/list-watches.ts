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
  readonly claimedUntil: Date;
}

/** How far each list of WeChat's has been read, and when it is read again, by one replica at a time. */
export class ListWatches {
  constructor(private readonly sql: Sql) {}

  /** Takes a list that is due. `undefined`: it is not, or another replica has it. */
  async claim(
    appId: string,
    list: string,
    { now, firstLookMs }: { readonly now: Date; readonly firstLookMs: number },
  ): Promise<ListClaim | undefined> {
    await this.sql.query(
      `INSERT INTO list_watches (app_id, list, seen_until, next_time) VALUES ($1, $2, $3, $4)
       ON CONFLICT (app_id, list) DO NOTHING`,
      [appId, list, new Date(now.getTime() - firstLookMs), now],
    );
    const claimedUntil = new Date(now.getTime() + CLAIM_MS);
    const [claimed] = await this.sql.query<{ seen_until: Date }>(
      `UPDATE list_watches SET next_time = $4
       WHERE app_id = $1 AND list = $2 AND next_time <= $3 RETURNING seen_until`,
      [appId, list, now, claimedUntil],
    );
    return claimed && { seenUntil: claimed.seen_until, claimedUntil };
  }

  /** `seenUntil`: left out when it could not be read to the end. Keeps a hurry that came meanwhile. */
  async release(
    appId: string,
    list: string,
    { claimedUntil }: ListClaim,
    next: Date,
    seenUntil?: Date,
  ): Promise<void> {
    await this.sql.query(
      `UPDATE list_watches SET next_time = CASE WHEN next_time = $3 THEN $4 ELSE next_time END,
         seen_until = GREATEST(seen_until, COALESCE($5, seen_until))
       WHERE app_id = $1 AND list = $2`,
      [appId, list, claimedUntil, next, seenUntil ?? null],
    );
  }

  /** Keeps a list that takes longer. `undefined`: another replica has it, or it is to be read from its beginning. */
  async extend(
    appId: string,
    list: string,
    { seenUntil, claimedUntil }: ListClaim,
    now: Date,
  ): Promise<ListClaim | undefined> {
    const [claimed] = await this.sql.query<{ next_time: Date }>(
      `UPDATE list_watches SET next_time = $4 WHERE app_id = $1 AND list = $2 AND next_time = $3 RETURNING next_time`,
      [appId, list, claimedUntil, new Date(now.getTime() + CLAIM_MS)],
    );
    return claimed && { seenUntil, claimedUntil: claimed.next_time };
  }

  /** Has a list read again at `next`, if not sooner: something went wrong, and nobody knows who has it. */
  async noLaterThan(appId: string, list: string, next: Date): Promise<void> {
    await this.sql.query(
      `UPDATE list_watches SET next_time = LEAST(next_time, $3) WHERE app_id = $1 AND list = $2`,
      [appId, list, next],
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
