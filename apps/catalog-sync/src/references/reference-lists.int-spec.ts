import { Database } from '@tongbu/platform';
import type { ChannelCall } from '@tongbu/sync-engine';
import { createTestDatabase, eventually, FakeClock } from '@tongbu/testing';
import type { CatalogChannel } from '../channel/catalog-channel';
import { migrations } from '../migrations';
import { outdateLists, ReferenceLists } from './reference-lists';

const call: ChannelCall = { appId: 'wx7f3d2a9c5b1e8046', lane: 'content', notAfter: Number.MAX_SAFE_INTEGER };
const MINUTE = 60_000;

/** WeChat's list of approved categories, and what happens while it is being read. */
class Lists {
  reads = 0;
  approved: number[] = [];
  duringRead: () => Promise<void> = async () => undefined;

  async approvedCategories() {
    this.reads += 1;
    const value = [...this.approved];
    await this.duringRead();
    return { ok: true as const, value, note: {} };
  }
}

let database: Database;
let drop: () => Promise<void>;
let clock: FakeClock;
let wechat: Lists;
const newReplica = () => new ReferenceLists(database, wechat as unknown as CatalogChannel, clock);
const outdate = () =>
  database.transaction((tx) => outdateLists(tx, call.appId, ['approved-brands', 'approved-categories']));
const valueOf = async (lists: ReferenceLists, look: 'cached' | 'sure' | 'now') => {
  const result = await lists.approvedCategories(call, look);
  return result.ok ? result.value : undefined;
};

beforeAll(async () => {
  const own = await createTestDatabase();
  database = await Database.connect({
    url: own.url,
    schema: 'catalog_sync',
    poolSize: 5,
    migrations,
    applicationName: 'test',
  });
  await database.migrate();
  drop = async () => {
    await database.close();
    await own.drop();
  };
});
afterAll(() => drop());

beforeEach(async () => {
  await database.query(`DELETE FROM reference_lists`);
  clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  wechat = new Lists();
});

it('is read once for all replicas, and again when it is old', async () => {
  wechat.approved = [7];
  const [a, b] = [newReplica(), newReplica()];
  expect(await valueOf(a, 'cached')).toEqual([7]);
  expect(await valueOf(b, 'sure')).toEqual([7]);
  expect(wechat.reads).toBe(1);
  clock.advance(11 * MINUTE);
  await valueOf(b, 'cached');
  expect(wechat.reads).toBe(2);
});

it('tells whoever wants to be sure what another replica has learnt', async () => {
  const [a, b] = [newReplica(), newReplica()];
  await Promise.all([valueOf(a, 'cached'), valueOf(b, 'cached')]);
  wechat.approved = [7];
  await outdate();
  expect(await valueOf(b, 'cached')).toEqual([]);
  expect(await valueOf(b, 'sure')).toEqual([7]);
});

it('has whoever wants to be sure wait for a transaction that is storing an approval', async () => {
  const lists = newReplica();
  await valueOf(lists, 'cached');
  let seen: number[] | undefined;
  let looking: Promise<unknown> | undefined;
  await database.transaction(async (tx) => {
    await outdateLists(tx, call.appId, ['approved-categories']);
    looking = valueOf(lists, 'sure').then((value) => (seen = value));
    await eventually(async () => {
      const waiting = await database.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'test' AND wait_event_type = 'Lock'`,
      );
      expect(waiting).toHaveLength(1);
    });
    expect(seen).toBeUndefined();
    wechat.approved = [7];
  });
  expect(await looking).toEqual([7]);
});

it('does not keep what was read before it went out of date', async () => {
  const lists = newReplica();
  wechat.duringRead = async () => {
    wechat.duringRead = async () => undefined;
    wechat.approved = [7];
    await outdate();
  };
  expect(await valueOf(lists, 'cached')).toEqual([7]);
  expect(wechat.reads).toBe(2);
  expect(await valueOf(newReplica(), 'cached')).toEqual([7]);
});

it('is read again once when WeChat contradicts it, not for every product', async () => {
  const [a, b] = [newReplica(), newReplica()];
  await Promise.all([valueOf(a, 'cached'), valueOf(b, 'sure')]);
  const before = wechat.reads;
  clock.advance(2 * MINUTE);
  wechat.approved = [7];
  for (const replica of [a, b, a, b]) {
    await replica.contradicted(call.appId, 'approved-categories');
    expect(await valueOf(replica, 'cached')).toEqual([7]);
  }
  expect(wechat.reads).toBe(before + 1);
});
