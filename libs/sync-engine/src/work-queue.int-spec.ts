import { randomUUID } from 'node:crypto';
import { setTimeout as work } from 'node:timers/promises';
import { connectRedis, createLogger, lanes, SystemClock, type Lane } from '@tongbu/platform';
import { eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Redis } from 'ioredis';
import type { DriveResult } from './driver';
import type { SyncKey } from './row';
import { WorkQueue } from './work-queue';

const APP = 'wx0123456789abcdef';
const OTHER = 'wxfedcba9876543210';
const logger = createLogger({ service: 'test', level: 'fatal' });
const clock = new SystemClock();
const done: DriveResult = { kind: 'done' };
const inAnHour = (lane: Lane): DriveResult => ({
  kind: 'deferred',
  at: new Date(clock.now().getTime() + 3_600_000),
  lane,
});

let prefix: string;
let redis: Redis;
let patient: Redis;
let queues: WorkQueue[];

beforeEach(() => {
  const { REDIS_URL } = testEnvironment();
  prefix = uniqueName('queue');
  redis = connectRedis(REDIS_URL, 'fail-fast', logger);
  patient = connectRedis(REDIS_URL, 'patient', logger);
  queues = [];
});

afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.stop()));
  // A second time would keep ioredis, and with it the process, waiting for an end that was already.
  if (redis.status !== 'end') redis.disconnect();
  patient.disconnect();
});

function openQueue(concurrency = 4): WorkQueue {
  const options = { name: 'lamps', prefix, kind: 'lamp', appIds: [APP, OTHER], concurrency };
  const queue = new WorkQueue(options, redis, patient, clock, logger);
  queues.push(queue);
  return queue;
}
const wakeUp = (entityId: string, lane: Lane = 'content', appId = APP) => ({
  appId,
  kind: 'lamp',
  entityId,
  lane,
});
const ids = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);

/** A worker that works when it is told to. */
class Bench {
  readonly started: string[] = [];
  private readonly open: { readonly id: string; readonly finish: (result: DriveResult) => void }[] = [];

  readonly drive = ({ entityId }: SyncKey): Promise<DriveResult> => {
    this.started.push(entityId);
    return new Promise((finish) => this.open.push({ id: entityId, finish }));
  };

  async finish(id: string, result: DriveResult = done): Promise<void> {
    const at = await eventually(() => {
      const index = this.open.findIndex((job) => job.id === id);
      return index >= 0 && { index };
    });
    this.open.splice(at.index, 1)[0]?.finish(result);
  }
}

const delayed = (queue: WorkQueue, count: number) =>
  eventually(async () => (await queue.counts())['delayed'] === count);
const empty = (queue: WorkQueue) =>
  eventually(async () => Object.values(await queue.counts()).every((count) => count === 0));

it('makes one job of many changes of a key that waits, and keys of several lanes run most urgent first', async () => {
  const queue = openQueue(1);
  await queue.wake([
    wakeUp('a', 'backfill'),
    wakeUp('b'),
    wakeUp('b'),
    wakeUp('c', 'stop-sale'),
    wakeUp('b'),
  ]);
  const order: string[] = [];
  queue.start(async ({ appId, kind, entityId }) => {
    expect({ appId, kind }).toEqual({ appId: APP, kind: 'lamp' });
    order.push(entityId);
    return done;
  });
  await empty(queue);
  expect(order).toEqual(['c', 'b', 'a']);
});

it('runs what is due first within a lane, and a stop of sale before all of it', async () => {
  const queue = openQueue(1);
  const due = (entityId: string, hours: number) => ({
    ...wakeUp(entityId, 'shipping'),
    dueAt: new Date(Date.parse('2026-03-02T04:00:00Z') + hours * 3_600_000),
  });
  await queue.wake([
    due('c', 30),
    due('b', 2),
    wakeUp('new', 'shipping'),
    due('a', -5),
    wakeUp('stop', 'stop-sale'),
  ]);
  const order: string[] = [];
  queue.start(async ({ entityId }) => {
    order.push(entityId);
    return done;
  });
  await empty(queue);
  expect(order).toEqual(['stop', 'new', 'a', 'b', 'c']);
});

it('runs a key once more when it changed while it was worked on', async () => {
  const queue = openQueue();
  const bench = new Bench();
  queue.start(bench.drive);
  await queue.wake([wakeUp('a')]);
  await eventually(() => bench.started.length === 1);
  for (let change = 0; change < 5; change += 1) await queue.wake([wakeUp('a')]);
  expect(bench.started).toHaveLength(1);
  await bench.finish('a');
  await eventually(() => bench.started.length === 2);
  await bench.finish('a');
  await empty(queue);
  expect(bench.started).toHaveLength(2);
});

it('brings a deferred key back at its time', async () => {
  const queue = openQueue();
  const times: number[] = [];
  queue.start(async () => {
    times.push(performance.now());
    const at = new Date(clock.now().getTime() + 300);
    return times.length === 1 ? { kind: 'deferred', at, lane: 'content' } : done;
  });
  await queue.wake([wakeUp('a')]);
  await empty(queue);
  const [first = 0, second = 0] = times;
  expect(times).toHaveLength(2);
  expect(second - first).toBeGreaterThan(280);
});

it('brings a deferred key back whose time has come before it was put off', async () => {
  const queue = openQueue();
  let drives = 0;
  queue.start(async () => {
    drives += 1;
    return drives === 1
      ? { kind: 'deferred', at: new Date(clock.now().getTime() - 5), lane: 'content' }
      : done;
  });
  await queue.wake([wakeUp('a')]);
  await empty(queue);
  expect(drives).toBe(2);
});

it('does not let a delayed job of one lane hold back a stop of sale', async () => {
  const queue = openQueue();
  const bench = new Bench();
  queue.start(bench.drive);
  await queue.wake([wakeUp('a')]);
  await bench.finish('a', inAnHour('content'));
  await delayed(queue, 1);
  await queue.wake([wakeUp('a', 'stop-sale')]);
  await bench.finish('a');
  expect(bench.started).toEqual(['a', 'a']);
  await delayed(queue, 1);
});

it('does not let a delayed job hold back a change of the same lane', async () => {
  const queue = openQueue();
  const bench = new Bench();
  queue.start(bench.drive);
  await queue.wake([wakeUp('a')]);
  await bench.finish('a', inAnHour('content'));
  await delayed(queue, 1);
  await queue.wake([wakeUp('a')]);
  await bench.finish('a');
  await empty(queue);
  expect(bench.started).toEqual(['a', 'a']);
});

it('does not let a mini program with few jobs wait behind the thousands of another', async () => {
  const queue = openQueue();
  const started: string[] = [];
  let endHot: () => void = () => undefined;
  const hotMayEnd = new Promise<void>((resolve) => (endHot = resolve));
  queue.start(async ({ appId, entityId }) => {
    started.push(entityId);
    if (appId === APP) await hotMayEnd;
    return done;
  });
  await queue.wake(ids('hot', 2_000).map((id) => wakeUp(id)));
  await eventually(() => started.length === 4);
  const quiet = ids('quiet', 20);
  await queue.wake(quiet.map((id) => wakeUp(id, 'content', OTHER)));
  await eventually(() => started.length === 24);
  // Nothing of the hot one had to end for that.
  expect(started.toSorted()).toEqual([...ids('hot', 4), ...quiet].toSorted());
  endHot();
});

it('keeps the same id of two mini programs apart', async () => {
  const queue = openQueue();
  const seen: string[] = [];
  await queue.wake([wakeUp('a'), wakeUp('a', 'content', OTHER), wakeUp('a')]);
  queue.start(async ({ appId, kind, entityId }) => {
    seen.push(`${appId}/${kind}/${entityId}`);
    return done;
  });
  await empty(queue);
  expect(seen.toSorted()).toEqual([`${APP}/lamp/a`, `${OTHER}/lamp/a`]);
});

it('leaves the rows of a mini program it does not work for where they are', async () => {
  const queue = openQueue();
  await queue.wake([wakeUp('a', 'content', 'wx000000000unknown'), wakeUp('b')]);
  expect(await queue.counts()).toMatchObject({ prioritized: 1 });
});

it('does not count what waits in one mini program for another', async () => {
  const queue = openQueue();
  await queue.wake(ids('a', 3).map((id) => wakeUp(id)));
  await queue.wake(ids('b', 2).map((id) => wakeUp(id, 'content', OTHER)));
  const full = (await queue.lanesBelow(3)).filter(({ appId }) => appId === APP).map(({ lane }) => lane);
  expect(full).toEqual(lanes.filter((lane) => lane !== 'content'));
  expect((await queue.lanesBelow(3)).filter(({ appId }) => appId === OTHER)).toHaveLength(lanes.length);
});

it.each<[string, number, number]>([
  ['at least 50 ms, though it took no time', 0, 50],
  ['four times as long as it took', 40, 160],
])('leaves the machine to others after a job that was put off: %s', async (_, tookMs, breatherMs) => {
  const queue = openQueue(1);
  const started: number[] = [];
  queue.start(async () => {
    started.push(performance.now());
    await work(tookMs);
    return inAnHour('content');
  });
  await queue.wake(ids('a', 4).map((id) => wakeUp(id)));
  await delayed(queue, 4);
  const [first = 0] = started;
  expect((started.at(-1) ?? 0) - first).toBeGreaterThan(3 * 0.95 * (tookMs + breatherMs));
});

it('goes on after a drive that failed, and takes the key again', async () => {
  const queue = openQueue();
  const seen: string[] = [];
  queue.start(async ({ entityId }) => {
    seen.push(entityId);
    if (seen.length === 1) throw new Error('the database is away');
    return done;
  });
  await queue.wake([wakeUp('a')]);
  await empty(queue);
  await queue.wake([wakeUp('a'), wakeUp('b')]);
  await empty(queue);
  expect(seen.toSorted()).toEqual(['a', 'a', 'b']);
});

it('finishes what is active when it stops, and starts nothing new', async () => {
  const queue = openQueue(1);
  const bench = new Bench();
  queue.start(bench.drive);
  await queue.wake([wakeUp('a')]);
  await eventually(() => bench.started.length === 1);
  await queue.wake([wakeUp('b')]);
  let stopped = false;
  const stopping = queue.stop().then(() => (stopped = true));
  const other = openQueue(1);
  expect(await other.counts()).toMatchObject({ active: 1, prioritized: 1 });
  expect(stopped).toBe(false);
  await bench.finish('a');
  await stopping;
  expect(bench.started).toEqual(['a']);
  expect(await other.counts()).toMatchObject({ active: 0, prioritized: 1 });
});

it('takes over what a queue of another process left', async () => {
  await openQueue().wake([wakeUp(`a-${randomUUID()}`), wakeUp('b')]);
  const other = openQueue();
  let count = 0;
  other.start(async () => {
    count += 1;
    return done;
  });
  await empty(other);
  expect(count).toBe(2);
});

it('fails fast when Redis is gone, so that the change can be left to the sweeper', async () => {
  const queue = openQueue();
  await queue.wake([wakeUp('a')]);
  redis.disconnect();
  const from = performance.now();
  await expect(queue.wake([wakeUp('b')])).rejects.toThrow();
  expect(performance.now() - from).toBeLessThan(1_000);
});
