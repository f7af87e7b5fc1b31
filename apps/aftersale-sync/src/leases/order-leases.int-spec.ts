import { Database } from '@tongbu/platform';
import { createTestDatabase, eventually, FakeClock, type TestDatabase } from '@tongbu/testing';
import { migrations } from '../migrations';
import { OrderLeases } from './order-leases';

const APP = 'wx7f3d2a9c5b1e8046';
let own: TestDatabase;
let replicas: Database[];
let leases: OrderLeases[];

beforeAll(async () => {
  own = await createTestDatabase();
  const open = () =>
    Database.connect({
      url: own.url,
      schema: 'aftersale_sync',
      poolSize: 4,
      migrations,
      applicationName: 'test',
    });
  replicas = [await open(), await open()];
  await replicas[0]!.migrate();
  const clock = new FakeClock(new Date('2026-03-04T04:00:00Z'));
  leases = replicas.map((database) => new OrderLeases(database, clock));
});
afterAll(async () => {
  for (const database of replicas ?? []) await database.close();
  await own?.drop();
});

/** Work that lasts until it is let go. */
function held() {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => (letGo = resolve));
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const work = async () => {
    begin();
    await until;
    return 'done';
  };
  return { work, begun, letGo };
}
const atOnce = async () => 'done';

it('lets one of all replicas write to an order at a time', async () => {
  const first = held();
  const writing = leases[0]!.during(APP, 'T-1', first.work);
  await first.begun;
  expect(await leases[1]!.during(APP, 'T-1', atOnce)).toBeUndefined();
  expect(await leases[0]!.during(APP, 'T-1', atOnce)).toBeUndefined();
  expect(await leases[1]!.during(APP, 'T-2', atOnce)).toBe('done');
  expect(await leases[1]!.during('wx0000000000000000', 'T-1', atOnce)).toBe('done');
  first.letGo();
  expect(await writing).toBe('done');
  expect(await leases[1]!.during(APP, 'T-1', atOnce)).toBe('done');
});

it('gives a lease to one of many who ask at once', async () => {
  const one = held();
  const asked = 20;
  const answers: (string | undefined)[] = [];
  const all = Array.from({ length: asked }, async (_, index) =>
    answers.push(await leases[index % 2]!.during(APP, 'T-3', one.work)),
  );
  await eventually(() => answers.length === asked - 1);
  expect(new Set(answers)).toEqual(new Set([undefined]));
  one.letGo();
  await Promise.all(all);
  expect(answers.at(-1)).toBe('done');
});

it('gives the order free when the work fails', async () => {
  const fails = () => Promise.reject(new Error('no'));
  await expect(leases[0]!.during(APP, 'T-4', fails)).rejects.toThrow('no');
  expect(await leases[1]!.during(APP, 'T-4', atOnce)).toBe('done');
});

it('takes over the order of one that died, when its time is over, and no earlier', async () => {
  const take = (until: string) =>
    replicas[0]!.query(
      `INSERT INTO order_leases (app_id, order_id, token, until) VALUES ($1, 'T-5', gen_random_uuid(), now() + $2::interval)
       ON CONFLICT (app_id, order_id) DO UPDATE SET until = EXCLUDED.until`,
      [APP, until],
    );
  await take('20 seconds');
  expect(await leases[1]!.during(APP, 'T-5', atOnce)).toBeUndefined();
  await take('-1 second');
  expect(await leases[1]!.during(APP, 'T-5', atOnce)).toBe('done');
});

it('is not given free by one whose time was over', async () => {
  const slow = held();
  const late = leases[0]!.during(APP, 'T-6', slow.work);
  await slow.begun;
  await replicas[0]!.query(`UPDATE order_leases SET until = now() - interval '1 s' WHERE order_id = 'T-6'`);
  const next = held();
  const taken = leases[1]!.during(APP, 'T-6', next.work);
  await next.begun;
  slow.letGo();
  await late;
  expect(await leases[0]!.during(APP, 'T-6', atOnce)).toBeUndefined();
  next.letGo();
  expect(await taken).toBe('done');
});
