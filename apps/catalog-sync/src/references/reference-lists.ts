import type { Clock, Database } from '@tongbu/platform';
import type { CatalogChannel, ChannelCall, ChannelResult } from '../channel/catalog-channel';

type ListName = 'categories' | 'approved-categories' | 'approved-brands';

/** How old a list may be. The category list is large and strictly limited at WeChat: about once a day. */
const MAX_AGE_MS: Record<ListName, number> = {
  categories: 24 * 3_600_000,
  'approved-categories': 10 * 60_000,
  'approved-brands': 10 * 60_000,
};

interface StoredList {
  readonly data: unknown;
  readonly fetchedAt: Date;
}

/** WeChat's lists of categories and approvals, fetched once for all replicas and kept in the database. */
export class ReferenceLists {
  private readonly memory = new Map<string, StoredList>();
  private readonly fetching = new Map<string, Promise<ChannelResult<unknown>>>();

  constructor(
    private readonly database: Database,
    private readonly channel: CatalogChannel,
    private readonly clock: Clock,
  ) {}

  categories(call: ChannelCall) {
    return this.list('categories', call, () => this.channel.categories(call));
  }

  approvedCategories(call: ChannelCall) {
    return this.list('approved-categories', call, () => this.channel.approvedCategories(call));
  }

  approvedBrands(call: ChannelCall) {
    return this.list('approved-brands', call, () => this.channel.approvedBrands(call));
  }

  private async list<T>(
    name: ListName,
    call: ChannelCall,
    fetch: () => Promise<ChannelResult<T>>,
  ): Promise<ChannelResult<T>> {
    const key = `${call.appId}/${name}`;
    const known =
      this.fresh(name, this.memory.get(key)) ?? this.fresh(name, await this.stored(call.appId, name));
    if (known !== undefined) {
      this.memory.set(key, known);
      return { ok: true, value: known.data as T, note: { list: name, cached: true } };
    }
    // One fetch for everybody in this process who needs the list now.
    const running =
      this.fetching.get(key) ?? this.fetch(name, call.appId, fetch).finally(() => this.fetching.delete(key));
    this.fetching.set(key, running);
    return (await running) as ChannelResult<T>;
  }

  private async fetch<T>(
    name: ListName,
    appId: string,
    fetch: () => Promise<ChannelResult<T>>,
  ): Promise<ChannelResult<T>> {
    const result = await fetch();
    if (!result.ok) return result;
    const fetchedAt = this.clock.now();
    this.memory.set(`${appId}/${name}`, { data: result.value, fetchedAt });
    await this.database.query(
      `INSERT INTO reference_lists (app_id, name, data, fetched_at) VALUES ($1, $2, $3::jsonb, $4)
       ON CONFLICT (app_id, name) DO UPDATE SET data = EXCLUDED.data, fetched_at = EXCLUDED.fetched_at`,
      [appId, name, JSON.stringify(result.value), fetchedAt],
    );
    return result;
  }

  private async stored(appId: string, name: ListName): Promise<StoredList | undefined> {
    const rows = await this.database.query<{ data: unknown; fetched_at: Date }>(
      `SELECT data, fetched_at FROM reference_lists WHERE app_id = $1 AND name = $2`,
      [appId, name],
    );
    return rows[0] && { data: rows[0].data, fetchedAt: rows[0].fetched_at };
  }

  private fresh(name: ListName, list: StoredList | undefined): StoredList | undefined {
    if (list === undefined) return undefined;
    return this.clock.now().getTime() - list.fetchedAt.getTime() < MAX_AGE_MS[name] ? list : undefined;
  }
}
