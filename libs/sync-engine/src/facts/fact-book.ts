import { isDeepStrictEqual } from 'node:util';
import type { CloudEvent } from '@tongbu/contracts';
import type { Inbox } from '@tongbu/messaging';
import type { Database, Sql, Transaction } from '@tongbu/platform';
import { wakeWaiting } from '../waiting';

/** The table of {@link FactBook}, for the migration of a service that listens to others. */
export const factBookSql = {
  up: [
    `CREATE TABLE sync_facts (
      app_id text NOT NULL,
      subject text NOT NULL,
      fact jsonb NOT NULL,
      learned_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, subject)
    )`,
  ],
  down: [`DROP TABLE sync_facts`],
};

/**
 * What a service has heard from the others about things it does not own, such as `product:P-1`. Hearsay: where a decision
 * depends on it, it is read again at WeChat. Rows that wait for a subject are planned again when something changes.
 */
export class FactBook {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    /** The kinds whose rows may wait for a subject. */
    private readonly kinds: readonly string[],
  ) {}

  /**
   * Takes an event of another service. `change` says what is known of the subject after it; undefined when the event adds
   * nothing. Events of one entity come in order, so the last one is right.
   */
  async learn<Fact>(
    event: CloudEvent,
    subject: string,
    change: (known: Fact | undefined) => Fact | undefined,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.inbox.accept(tx, event))) return;
      await this.store(tx, event.appid, subject, change);
    });
  }

  /** As {@link learn}, in a transaction of the caller's that has deduplicated the event. */
  async store<Fact>(
    tx: Transaction,
    appId: string,
    subject: string,
    change: (known: Fact | undefined) => Fact | undefined,
  ): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [`${appId}|${subject}`]);
    const known = (await readFacts<Fact>(tx, appId, [subject])).get(subject);
    const fact = change(known);
    if (fact === undefined || isDeepStrictEqual(JSON.parse(JSON.stringify(fact)), known)) return;
    await tx.query(
      `INSERT INTO sync_facts (app_id, subject, fact) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (app_id, subject) DO UPDATE SET fact = EXCLUDED.fact, learned_at = now()`,
      [appId, subject, JSON.stringify(fact)],
    );
    for (const kind of this.kinds) await wakeWaiting(tx, appId, kind, [subject]);
  }

  /**
   * What is known of these subjects, by subject; those nobody spoke of are left out. The shapes are the caller's own. Waits
   * for an event about one of them that is just being taken: its transaction has looked for rows to wake already. One that
   * comes later finds the row that asks, which has named its subjects before.
   */
  async read<Fact>(appId: string, subjects: readonly string[]): Promise<ReadonlyMap<string, Fact>> {
    await this.database.query(
      `SELECT pg_advisory_xact_lock_shared(hashtextextended(subject, 1)) FROM unnest($1::text[]) AS asked (subject)`,
      [subjects.map((subject) => `${appId}|${subject}`)],
    );
    return readFacts<Fact>(this.database, appId, subjects);
  }
}

async function readFacts<Fact>(
  sql: Sql,
  appId: string,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Fact>> {
  if (subjects.length === 0) return new Map();
  const rows = await sql.query<{ subject: string; fact: Fact }>(
    `SELECT subject, fact FROM sync_facts WHERE app_id = $1 AND subject = ANY($2::text[])`,
    [appId, subjects],
  );
  return new Map(rows.map(({ subject, fact }) => [subject, fact]));
}
