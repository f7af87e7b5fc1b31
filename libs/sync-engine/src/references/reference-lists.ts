import type { Clock, Database, Sql } from '@tongbu/platform';
import type { ChannelResult } from '../channel/channel';

/** The table of {@link ReferenceLists}, for a service's own migration. */
export const referenceListsSql = {
  up: [
    `CREATE TABLE reference_lists (
      app_id text NOT NULL,
      name text NOT NULL,
      version bigint NOT NULL,
      data jsonb,
      fetched_at timestamptz NOT NULL,
      PRIMARY KEY (app_id, name)
    )`,
  ],
  down: [`DROP TABLE reference_lists`],
};

/**
 * - `cached`: what this process knows, if it is not too old
 * - `sure`: nobody may have learnt better since; waits for a transaction that is about to say so
 * - `now`: asked of WeChat
 */
export type Look = 'cached' | 'sure' | 'now';

export interface ReferenceListAges {
  /** How old a list may be, in ms. */
  readonly longestMs: number;
  /** How young a list may be to be read again because WeChat contradicted it, in ms: one refusal serves all things. */
  readonly shortestMs: number;
}

/** A list that is out of date while it was being read is read again, this often. */
const READS = 3;

interface StoredList {
  /** Counts how often the list was declared out of date. */
  readonly version: number;
  readonly data: unknown;
  readonly fetchedAt: Date;
}

/**
 * Lists of WeChat's that many things refer to, such as categories and carriers: fetched once for all replicas, and kept in
 * the database.
 */
export class ReferenceLists<Name extends string> {
  private readonly memory = new Map<string, StoredList>();
  private readonly fetching = new Map<string, Promise<ChannelResult<unknown>>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ages: Readonly<Record<Name, ReferenceListAges>>,
  ) {}

  /** WeChat's answer does not fit the list: it is read again when it is next asked for, unless it is quite new. */
  async contradicted(appId: string, name: Name): Promise<void> {
    const youngest = new Date(this.clock.now().getTime() - this.ages[name].shortestMs);
    await this.database.query(
      `UPDATE reference_lists SET version = version + 1, data = NULL
       WHERE app_id = $1 AND name = $2 AND data IS NOT NULL AND fetched_at <= $3`,
      [appId, name, youngest],
    );
    // Another replica may have read it anew meanwhile.
    this.memory.delete(`${appId}/${name}`);
  }

  /** The list as `fetch` gets it from WeChat, asked for as seldom as `look` allows. */
  async read<T>(
    appId: string,
    name: Name,
    look: Look,
    fetch: () => Promise<ChannelResult<T>>,
  ): Promise<ChannelResult<T>> {
    const key = `${appId}/${name}`;
    const known = look === 'now' ? undefined : await this.known(key, appId, name, look);
    if (known !== undefined) {
      this.memory.set(key, known);
      return { ok: true, value: known.data as T, note: { list: name, cached: true } };
    }
    // One fetch for everybody in this process who needs the list now.
    const running =
      this.fetching.get(key) ?? this.fetch(name, appId, fetch).finally(() => this.fetching.delete(key));
    this.fetching.set(key, running);
    return (await running) as ChannelResult<T>;
  }

  private async known(
    key: string,
    appId: string,
    name: Name,
    look: Exclude<Look, 'now'>,
  ): Promise<StoredList | undefined> {
    const remembered = this.fresh(name, this.memory.get(key));
    if (remembered === undefined) return this.fresh(name, await this.stored(appId, name));
    if (look === 'cached') return remembered;
    const [current] = await this.database.query<{ version: string }>(
      `SELECT version FROM reference_lists WHERE app_id = $1 AND name = $2 FOR SHARE`,
      [appId, name],
    );
    if (Number(current?.version) === remembered.version) return remembered;
    return this.fresh(name, await this.stored(appId, name));
  }

  private async fetch<T>(
    name: Name,
    appId: string,
    fetch: () => Promise<ChannelResult<T>>,
  ): Promise<ChannelResult<T>> {
    for (let read = 1; ; read += 1) {
      const version = (await this.stored(appId, name))?.version ?? 0;
      const result = await fetch();
      if (!result.ok) return result;
      const fetchedAt = this.clock.now();
      const rows = await this.database.query(
        `INSERT INTO reference_lists (app_id, name, version, data, fetched_at) VALUES ($1, $2, $3, $4::jsonb, $5)
         ON CONFLICT (app_id, name) DO UPDATE SET data = EXCLUDED.data, fetched_at = EXCLUDED.fetched_at
         WHERE reference_lists.version = EXCLUDED.version RETURNING 1`,
        [appId, name, version, JSON.stringify(result.value), fetchedAt],
      );
      if (rows.length > 0) this.memory.set(`${appId}/${name}`, { version, data: result.value, fetchedAt });
      if (rows.length > 0 || read === READS) return result;
    }
  }

  private async stored(appId: string, name: Name): Promise<StoredList | undefined> {
    const [row] = await this.database.query<{ version: string; data: unknown; fetched_at: Date }>(
      `SELECT version, data, fetched_at FROM reference_lists WHERE app_id = $1 AND name = $2 FOR SHARE`,
      [appId, name],
    );
    return row && { version: Number(row.version), data: row.data, fetchedAt: row.fetched_at };
  }

  private fresh(name: Name, list: StoredList | undefined): StoredList | undefined {
    if (list === undefined || list.data === null) return undefined;
    return this.clock.now().getTime() - list.fetchedAt.getTime() < this.ages[name].longestMs
      ? list
      : undefined;
  }
}

/** Declares lists out of date, for all replicas, when the transaction commits. Until then, whoever wants to be sure waits. */
export async function outdateLists(sql: Sql, appId: string, names: readonly string[]): Promise<void> {
  await sql.query(
    `INSERT INTO reference_lists (app_id, name, version, data, fetched_at)
     SELECT $1, name, 1, NULL, to_timestamp(0) FROM unnest($2::text[]) AS list (name) ORDER BY name
     ON CONFLICT (app_id, name) DO UPDATE SET version = reference_lists.version + 1, data = NULL`,
    [appId, names],
  );
}
