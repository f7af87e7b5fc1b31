import { connectRedis, createLogger, lanes, SystemClock, type Database, type Lane } from '@tongbu/platform';
import { eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Redis } from 'ioredis';
import { createEngineDatabase } from '../test-support/engine-database';
import { changeDesired } from './intake';
import { Sweeper, type QueueMark, type SweptQueue } from './sweeper';
import { WorkQueue, type AppLane, type WakeUp } from './work-queue';

const APP = 'wx0123456789abcdef';
const OTHER = 'wxfedcba9876543210';
const APPS = [APP, OTHER];
const logger = createLogger({ service: 'test', level: 'fatal' });
const options = { intervalMs: 20, pageSize: 10, rearmSeconds: 20 };
const present: QueueMark = { isPresent: async () => true, set: async () => undefined };

let database: Database;
let drop: () => Promise<void>;
let kind: string;
let woken: WakeUp[];

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  kind = uniqueName('lamp');
  woken = [];
});

async function collect(due: readonly WakeUp[]): Promise<void> {
  woken.push(...due);
}
/** These lanes of each mini program. */
const lanesOfEach = (which: readonly Lane[], appIds = APPS): AppLane[] =>
  appIds.flatMap((appId) => which.map((lane) => ({ appId, lane })));
const allLanes = async (): Promise<readonly AppLane[]> => lanesOfEach(lanes);
const collecting: SweptQueue = { wake: collect, lanesBelow: allLanes };
const sweeper = (mark = present, queue = collecting) =>
  new Sweeper(kind, database, queue, mark, logger, options);

/** Rows with these ids, as if they stood so: a SQL expression for each column. */
async function rows(
  ids: readonly string[],
  columns: Readonly<Record<string, string>>,
  appId = APP,
): Promise<void> {
  for (const entityId of ids) {
    await database.transaction((tx) =>
      changeDesired(
        tx,
        { appId, kind, entityId },
        {
          version: undefined,
          lane: 'price',
          timeline: { type: 'event', summary: 'changed' },
          change: () => ({ kind: 'desired', desired: {} }),
        },
      ),
    );
  }
  const sets = Object.entries(columns).map(([column, value]) => `${column} = ${value}`);
  await database.query(
    `UPDATE sync_rows SET ${sets.join(', ')} WHERE kind = $1 AND app_id = $2 AND entity_id = ANY($3)`,
    [kind, appId, ids],
  );
}
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `L-${from + index}`);
const wokenIds = () => woken.map(({ entityId }) => entityId).toSorted();

it('wakes the rows that are due, in their lane, and no others', async () => {
  await rows(['due'], { next_time: `now() - interval '1 second'` });
  await rows(['later'], { next_time: `now() + interval '1 minute'` });
  await rows(['settled'], { next_time: 'NULL' });
  await rows(['worked-on'], { next_time: 'now()', lease_until: `now() + interval '5 seconds'` });
  await rows(['orphaned'], { next_time: 'now()', lease_until: `now() - interval '1 second'` });
  expect(await sweeper().sweep()).toBe(2);
  expect(wokenIds()).toEqual(['due', 'orphaned']);
  expect(woken[0]).toMatchObject({ appId: APP, kind, lane: 'price' });
});

it('tells by when the rows are due', async () => {
  await rows(['urgent'], { next_time: 'now()', due_at: `'2026-03-04T04:00:00Z'` });
  expect(await sweeper().sweep()).toBe(1);
  expect(woken[0]?.dueAt).toEqual(new Date('2026-03-04T04:00:00Z'));
});

it('leaves a lane alone that has enough to do, and wakes what is due in the others', async () => {
  await rows(ids(1, 30), { next_time: `now() - interval '1 minute'`, lane: `'content'` });
  await rows(['cheaper'], { next_time: 'now()' });
  const lanesBelow = async (count: number) => {
    expect(count).toBe(options.pageSize);
    return lanesOfEach(lanes.filter((lane) => lane !== 'content'));
  };
  expect(await sweeper(present, { ...collecting, lanesBelow }).sweep()).toBe(1);
  expect(wokenIds()).toEqual(['cheaper']);
  expect(await sweeper(present, { ...collecting, lanesBelow: async () => [] }).sweep()).toBe(0);
});

it('wakes what is due of a mini program in the same sweep, however much is due of another', async () => {
  await rows(ids(1, 25), { next_time: `now() - interval '1 hour'` });
  await rows(['quiet'], { next_time: 'now()' }, OTHER);
  expect(await sweeper().sweep()).toBe(options.pageSize + 1);
  expect(woken.filter(({ appId }) => appId === OTHER)).toMatchObject([{ entityId: 'quiet', lane: 'price' }]);
});

it('leaves a mini program alone that has enough to do, and no other', async () => {
  await rows(['hot'], { next_time: `now() - interval '1 hour'` });
  await rows(['quiet'], { next_time: 'now()' }, OTHER);
  const lanesBelow = async () => lanesOfEach(lanes, [OTHER]);
  expect(await sweeper(present, { ...collecting, lanesBelow }).sweep()).toBe(1);
  expect(woken).toMatchObject([{ appId: OTHER, entityId: 'quiet' }]);
});

it('shares a sweep between many mini programs that have much due', async () => {
  const many = Array.from({ length: 14 }, (_, index) => `wx${String(index).padStart(16, '0')}`);
  for (const appId of many) await rows(ids(1, 6), { next_time: 'now()' }, appId);
  const lanesBelow = async () => lanesOfEach(lanes, many);
  const sharing = sweeper(present, { ...collecting, lanesBelow });
  expect(await sharing.sweep()).toBe(14 * 5);
  expect(await sharing.sweep()).toBe(14);
  expect(await sharing.sweep()).toBe(0);
});

it('leaves rows of another kind alone', async () => {
  await rows(['due'], { next_time: 'now()' });
  kind = uniqueName('other');
  expect(await sweeper().sweep()).toBe(0);
});

it('looks for a woken row again, but not at once', async () => {
  await rows(['due'], { next_time: 'now()' });
  expect(await sweeper().sweep()).toBe(1);
  expect(await sweeper().sweep()).toBe(0);
  await database.query(`UPDATE sync_rows SET next_time = next_time - interval '20 seconds' WHERE kind = $1`, [
    kind,
  ]);
  expect(await sweeper().sweep()).toBe(1);
});

it('shares the due rows between replicas, each once', async () => {
  await rows(ids(1, 30), { next_time: 'now()' });
  const counts = await Promise.all([sweeper().sweep(), sweeper().sweep(), sweeper().sweep()]);
  expect(counts).toEqual([10, 10, 10]);
  expect(wokenIds()).toEqual(ids(1, 30).toSorted());
});

it('goes on until nothing is due, and tries again after a failure', async () => {
  await rows(ids(1, 25), { next_time: 'now()' });
  let failures = 2;
  const wake = async (due: readonly WakeUp[]) => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('Redis is away');
    }
    woken.push(...due);
  };
  const running = sweeper(present, { ...collecting, wake });
  running.start();
  await eventually(() => woken.length === 25);
  await running.stop();
  expect(wokenIds()).toEqual(ids(1, 25).toSorted());
});

it('does not put off for long what Redis had no memory for, unless somebody has taken it up', async () => {
  await rows(['refused', 'settled-since'], { next_time: 'now()' });
  const wake = async () => {
    await rows(['settled-since'], { next_time: 'NULL' });
    throw new Error('OOM command not allowed');
  };
  await expect(sweeper(present, { ...collecting, wake }).sweep()).rejects.toThrow('OOM');
  const armed = await database.query<{ entity_id: string; soon: boolean | null }>(
    `SELECT entity_id, next_time <= now() + interval '2 seconds' AS soon FROM sync_rows WHERE kind = $1 ORDER BY 1`,
    [kind],
  );
  expect(armed).toEqual([
    { entity_id: 'refused', soon: true },
    { entity_id: 'settled-since', soon: null },
  ]);
});

describe('with its queue in Redis', () => {
  let redis: Redis;
  let patient: Redis;
  let prefix: string;
  let queue: WorkQueue;

  beforeEach(() => {
    prefix = uniqueName('sweep');
    redis = connectRedis(testEnvironment().REDIS_URL, 'fail-fast', logger);
    patient = connectRedis(testEnvironment().REDIS_URL, 'patient', logger);
    queue = new WorkQueue(
      { name: 'lamps', prefix, kind, appIds: APPS, concurrency: 4 },
      redis,
      patient,
      new SystemClock(),
      logger,
    );
  });
  afterEach(async () => {
    await queue.stop();
    redis.disconnect();
    patient.disconnect();
  });

  const mark = (): QueueMark => ({
    isPresent: async () => (await redis.exists(`${prefix}:mark`)) === 1,
    set: async () => void (await redis.set(`${prefix}:mark`, '1')),
  });
  /** What is left of our part of Redis when it comes back empty: nothing. Others use the same server. */
  async function lose(): Promise<void> {
    const keys = await redis.keys(`${prefix}:*`);
    expect(keys.length).toBeGreaterThan(0);
    await redis.del(...keys);
  }

  it('brings back everything that waited there when Redis comes back empty', async () => {
    await rows(ids(1, 25), { next_time: `now() + interval '1 hour'` });
    await rows(['settled'], { next_time: 'NULL', observed_generation: 'generation' });
    await queue.wake(ids(1, 25).map((entityId) => ({ appId: APP, kind, entityId, lane: 'price' })));
    await mark().set();
    const running = sweeper(mark(), queue);
    running.start();
    await lose();
    await eventually(async () => (await queue.counts())['prioritized'] === options.pageSize);

    const driven: string[] = [];
    queue.start(async ({ entityId }) => {
      driven.push(entityId);
      return { kind: 'done' };
    });
    await eventually(() => driven.length === 25);
    await running.stop();
    expect(driven.toSorted()).toEqual(ids(1, 25).toSorted());
    expect(await mark().isPresent()).toBe(true);
  });

  it('adds no more to a lane than its page, however much is due there, until workers have taken some', async () => {
    await rows(ids(1, 25), { next_time: `now() - interval '1 minute'`, lane: `'content'` });
    const filling = sweeper(present, queue);
    const pageAfterPage = async () => {
      while ((await filling.sweep()) > 0);
    };
    await pageAfterPage();
    expect(await queue.lanesBelow(10)).toEqual([
      ...lanesOfEach(
        lanes.filter((lane) => lane !== 'content'),
        [APP],
      ),
      ...lanesOfEach(lanes, [OTHER]),
    ]);
    expect((await queue.counts())['prioritized']).toBe(10);
    await rows(['cheaper'], { next_time: 'now()' });
    await pageAfterPage();
    expect((await queue.counts())['prioritized']).toBe(11);

    queue.start(async ({ entityId }) => {
      woken.push({ appId: APP, kind, entityId, lane: 'content' });
      await database.query(`UPDATE sync_rows SET next_time = NULL WHERE kind = $1 AND entity_id = $2`, [
        kind,
        entityId,
      ]);
      return { kind: 'done' };
    });
    filling.start();
    await eventually(() => woken.length === 26);
    await filling.stop();
    expect(wokenIds()).toEqual(['cheaper', ...ids(1, 25)].toSorted());
  });

  it('wakes a row that is worked on no sooner than its lease ends', async () => {
    await rows(['active'], {
      next_time: `now() + interval '1 hour'`,
      lease_until: `now() + interval '1 hour'`,
    });
    await rows(['waiting'], { next_time: `now() + interval '1 hour'` });
    const running = sweeper(mark());
    running.start();
    await eventually(() => woken.length === 1);
    await running.stop();
    expect(wokenIds()).toEqual(['waiting']);
  });
});
