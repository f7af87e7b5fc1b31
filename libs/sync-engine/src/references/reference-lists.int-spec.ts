import type { Database } from '@tongbu/platform';
import { eventually, FakeClock } from '@tongbu/testing';
import { createEngineDatabase } from '../../test-support/engine-database';
import { outdateLists, ReferenceLists } from './reference-lists';

const APP = 'wx7f3d2a9c5b1e8046';
const MINUTE = 60_000;

/** A list of WeChat's, such as the approved categories, and what happens while it is being read. */
class Lists {
  reads = 0;
  approved: number[] = [];
  duringRead: () => Promise<void> = async () => undefined;

  readonly fetch = async () => {
    this.reads += 1;
    const value = [...this.approved];
    await this.duringRead();
    return { ok: true as const, value, note: {} };
  };
}

let database: Database;
let drop: () => Promise<void>;
let clock: FakeClock;
let wechat: Lists;
const ages = { longestMs: 10 * MINUTE, shortestMs: MINUTE };
const newReplica = () => new ReferenceLists(database, clock, { approved: ages, brands: ages });
const outdate = () => database.transaction((tx) => outdateLists(tx, APP, ['brands', 'approved']));
const valueOf = async (lists: ReturnType<typeof newReplica>, look: 'cached' | 'sure' | 'now') => {
  const result = await lists.read(APP, 'approved', look, wechat.fetch);
  return result.ok ? result.value : undefined;
};

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
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
    await outdateLists(tx, APP, ['approved']);
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
    await replica.contradicted(APP, 'approved');
    expect(await valueOf(replica, 'cached')).toEqual([7]);
  }
  expect(wechat.reads).toBe(before + 1);
});
