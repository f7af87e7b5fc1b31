import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { createLogger, SystemClock, type Database, type Lane } from '@tongbu/platform';
import { eventually, uniqueName } from '@tongbu/testing';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import { lampPlanner, Workshop } from '../test-support/lamp';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { want } from '../test-support/wanted-lamp';
import { Driver } from './driver';
import { EntityIntake, type FindEntity } from './entity-intake';
import { beginRow } from './intake';
import { PostgresRowStore } from './postgres-row-store';
import { toSyncRow, type SyncRecord } from './row-mapper';
import { readTimeline } from './timeline';
import type { WakeUp } from './work-queue';

const APP = 'wx0123456789abcdef';
const KIND = 'lamp';
const TTL = 10_000;
const TOKEN = randomUUID();

let database: Database;
let drop: () => Promise<void>;
let intake: EntityIntake<Wanted, Known>;
/** Knows a lamp also by its number. */
let numbered: EntityIntake<Wanted, Known>;
let woken: WakeUp[];
let queueIsAway: boolean;
let id: string;
let events = 0;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());

beforeEach(() => {
  woken = [];
  queueIsAway = false;
  id = uniqueName('L');
  const wake = async (rows: readonly WakeUp[]) => {
    if (queueIsAway) throw new Error('Redis is away');
    woken.push(...rows);
  };
  const logger = createLogger({ service: 'test', level: 'fatal' });
  const newIntake = (find?: FindEntity) =>
    new EntityIntake<Wanted, Known>(
      KIND,
      database,
      new Inbox(),
      wake,
      (appId) => appId === APP,
      logger,
      find,
    );
  intake = newIntake();
  numbered = newIntake(async (_, __, name) => name.replace('number of ', ''));
});

const event = (version?: number, changes: Partial<CloudEvent> = {}): CloudEvent<{ version?: number }> => {
  events += 1;
  const attributes = {
    specversion: '1.0',
    id: `e-${events}`,
    source: '/test',
    type: 'test.lamp.wanted.v1',
  } as const;
  return { ...attributes, subject: id, appid: APP, ...changes, data: { version } };
};
const publish = (text: string, version?: number, lane: Lane = 'content') =>
  intake.change(event(version), lane, want(text));

async function row() {
  const [record] = await database.query<SyncRecord>(
    `SELECT * FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = $3`,
    [APP, KIND, id],
  );
  return record && toSyncRow<Wanted, Known>(record);
}
const key = () => ({ appId: APP, kind: KIND, entityId: id });
const settled = (generation: number) =>
  ({
    generation,
    attempts: 0,
    state: 'settled',
    nextTime: null,
    reason: null,
    problems: null,
    timeline: [],
    events: [],
  }) as const;
const rowStore = () =>
  new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), new SystemClock(), '/test');

describe('the trace of an event', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const hinted = { name: 'verdict', detail: {} };
  const ways: [string, () => Promise<unknown>][] = [
    ['that begins a row', () => intake.change(event(1, { traceparent }), 'content', want('red'))],
    [
      'that changes a row',
      async () => {
        await publish('blue', 1);
        await intake.change(event(2, { traceparent }), 'content', want('red'));
      },
    ],
    [
      'that changes a row alone',
      () => numbered.change(event(1, { traceparent, subject: `number of ${id}` }), 'content', want('red')),
    ],
    [
      'of WeChat’s that begins a row',
      () => intake.appeared(event(1, { traceparent }), hinted, 'content', { text: 'red' }),
    ],
  ];

  it.each(ways)('%s comes back on the events that follow from it', async (_what, change) => {
    await change();
    const driver = new Driver(lampPlanner, new Workshop(), rowStore(), new SystemClock());
    await driver.drive(key());
    const published = await database.query<{ trace: string }>(
      `SELECT DISTINCT headers->>'traceparent' AS trace FROM outbox WHERE key = $1`,
      [`${APP}:${id}`],
    );
    expect(published).toEqual([{ trace: traceparent }]);
  });
});

describe('versions', () => {
  it('the newer one wins and wakes a worker', async () => {
    await publish('one', 1);
    await publish('two', 2);
    expect(await row()).toMatchObject({ desired: { text: 'two' }, desiredVersion: 2, generation: 2 });
    expect(woken).toEqual([1, 2].map(() => ({ ...key(), lane: 'content', dueAt: null })));
  });

  it('an older one is ignored, noted, and wakes nobody', async () => {
    await publish('two', 2);
    await publish('one', 1);
    expect(await row()).toMatchObject({ desired: { text: 'two' }, desiredVersion: 2, generation: 1 });
    expect(woken).toHaveLength(1);
    const summaries = (await readTimeline(database, key())).map(({ summary }) => summary);
    expect(summaries).toEqual(['test.lamp.wanted.v1', 'test.lamp.wanted.v1: ignored, version 2 is known']);
  });

  it('an equal one is taken', async () => {
    await publish('two', 2);
    await publish('two again', 2);
    expect(await row()).toMatchObject({ desired: { text: 'two again' }, desiredVersion: 2, generation: 2 });
  });

  it('without one the order of arrival decides, and the last version stays known', async () => {
    await publish('two', 2);
    await publish('unversioned');
    expect(await row()).toMatchObject({ desired: { text: 'unversioned' }, desiredVersion: 2 });
    await publish('one', 1);
    expect(await row()).toMatchObject({ desired: { text: 'unversioned' }, generation: 2 });
  });

  it('the newest of many at once wins, whatever the order', async () => {
    const versions = [7, 3, 9, 1, 5, 8, 2, 6, 4];
    await Promise.all(versions.map((version) => publish(`v${version}`, version)));
    expect(await row()).toMatchObject({ desired: { text: 'v9' }, desiredVersion: 9 });
  });
});

it('takes an event once, however often it is delivered', async () => {
  const delivered = event();
  await intake.change(delivered, 'content', want('one'));
  await publish('two');
  await intake.change(delivered, 'content', want('one'));
  expect(await row()).toMatchObject({ desired: { text: 'two' }, generation: 2 });
});

it('takes an event once that two replicas get at the same time', async () => {
  const delivered = event();
  await Promise.all([1, 2, 3].map(() => intake.change(delivered, 'content', want('one'))));
  expect(await row()).toMatchObject({ generation: 1 });
});

it('leaves no trace of a change that is impossible', async () => {
  const refused = event(5);
  const impossible = () => ({ kind: 'impossible', code: 'lamp-unknown', message: 'no such lamp' }) as const;
  await expect(intake.change(refused, 'content', impossible)).rejects.toMatchObject({
    code: 'lamp-unknown',
    retriable: false,
  });
  expect(await row()).toBeUndefined();
  expect(await readTimeline(database, key())).toEqual([]);
  // Replayed after what was missing came, it is taken: the inbox does not remember it.
  await intake.change(refused, 'content', want('five'));
  expect(await row()).toMatchObject({ desired: { text: 'five' } });
});

it('refuses a mini program that is not configured', async () => {
  const foreign = event(1, { appid: 'wxffffffffffffffff' });
  await expect(intake.change(foreign, 'content', want('one'))).rejects.toMatchObject({
    code: 'app-unknown',
    retriable: false,
  });
  await expect(intake.hint(foreign, { name: 'seen', detail: {} }, 'content')).rejects.toMatchObject({
    code: 'app-unknown',
  });
  expect(await database.query(`SELECT 1 FROM sync_rows WHERE app_id = $1`, [foreign.appid])).toEqual([]);
});

it('keeps the change when the queue is away, for the sweeper', async () => {
  queueIsAway = true;
  await publish('one');
  const due = await database.query(
    `SELECT 1 FROM sync_rows WHERE entity_id = $1 AND next_time BETWEEN now() AND now() + interval '5 seconds'`,
    [id],
  );
  expect(due).toHaveLength(1);
});

describe('the lane of a row', () => {
  it('stays the most urgent until a worker has planned it', async () => {
    await publish('one', 1, 'stop-sale');
    await publish('two', 2, 'content');
    expect(await row()).toMatchObject({ lane: 'stop-sale' });
    expect(woken.map(({ lane }) => lane)).toEqual(['stop-sale', 'content']);
  });

  it('is that of the next change afterwards', async () => {
    await publish('one', 1, 'stop-sale');
    const store = rowStore();
    await store.lease(key(), '00000000-0000-4000-8000-000000000001', TTL);
    await store.release(key(), '00000000-0000-4000-8000-000000000001', settled(1));
    await publish('two', 2, 'content');
    expect(await row()).toMatchObject({ lane: 'content' });
  });
});

it('a worker and the merchant never overwrite each other', async () => {
  await publish('v0', 0);
  const store = rowStore();
  const token = '00000000-0000-4000-8000-000000000002';
  await store.lease(key(), token, TTL);
  const count = 40;
  const worker = async () => {
    for (let step = 1; step <= count; step += 1) {
      await store.commit(key(), token, {
        observed: { text: `o${step}` },
        attempts: step,
        timeline: [],
        events: [],
      });
    }
  };
  const merchant = async () => {
    for (let version = 1; version <= count; version += 1) await publish(`v${version}`, version);
  };
  await Promise.all([worker(), merchant()]);
  expect(await row()).toMatchObject({
    desired: { text: `v${count}` },
    generation: count + 1,
    observed: { text: `o${count}` },
    attempts: count,
  });
  expect(await store.release(key(), token, settled(1))).toMatchObject({ generation: count + 1 });
});

describe('a hint', () => {
  it('is kept on a row we know, and wakes it', async () => {
    await publish('one');
    const hint = { name: 'verdict', detail: { submission: 1 } };
    const callback = event();
    expect(await intake.hint(callback, hint, 'content')).toBe(true);
    expect(await intake.hint(callback, hint, 'content')).toBe(true);
    expect(await row()).toMatchObject({ hint, generation: 2, desiredGeneration: 1 });
  });

  it('about something unknown is answered so, and makes no row', async () => {
    expect(await intake.hint(event(), { name: 'verdict', detail: {} }, 'content')).toBe(false);
    expect(await row()).toBeUndefined();
    expect(woken).toEqual([]);
  });
});

it('wakes a worker with the deadline that the last one found', async () => {
  const dueAt = new Date('2026-03-04T04:00:00Z');
  await publish('one');
  await rowStore().lease(key(), TOKEN, TTL);
  await rowStore().release(key(), TOKEN, { ...settled(1), dueAt });
  await publish('two');
  await intake.hint(event(), { name: 'verdict', detail: {} }, 'content');
  await intake.hintFound(event(), 'content', async () => [
    { entityId: id, hint: { name: 'look', detail: {} } },
  ]);
  expect(woken.map((wakeUp) => wakeUp.dueAt)).toEqual([null, dueAt, dueAt, dueAt]);
});

describe('a thing that begins at WeChat', () => {
  const seen = { name: 'seen', detail: {} };
  const dark: Wanted = { text: 'nothing decided' };

  it('has a row from its first callback on, and one only', async () => {
    await intake.appeared(event(), seen, 'money', dark);
    await intake.appeared(event(), seen, 'money', dark);
    expect(await row()).toMatchObject({ desired: dark, observed: null, generation: 3, desiredGeneration: 1 });
    expect(woken).toEqual([1, 2].map(() => ({ ...key(), lane: 'money', dueAt: null })));
  });

  it('has its row and what else the event changes in one transaction, once', async () => {
    const first = event();
    const seenRow: unknown[] = [];
    const also = async () => void seenRow.push(await row());
    await intake.appeared(first, seen, 'money', dark, also);
    await intake.appeared(first, seen, 'money', dark, also);
    expect(seenRow).toEqual([undefined]);
    const broken = intake.appeared(event(), seen, 'money', dark, async () => {
      throw new Error('not stored');
    });
    await expect(broken).rejects.toThrow('not stored');
    expect(await row()).toMatchObject({ generation: 2 });
  });

  it('takes the event that comes in the moment in which its thing appears, as no dead letter', async () => {
    let commit = () => {};
    const held = new Promise<void>((resolve) => (commit = resolve));
    let appearing = Promise.resolve();
    await new Promise<void>((begun) => {
      appearing = database.transaction(async (tx) => {
        await beginRow(tx, key(), dark, 'money');
        begun();
        await held;
      });
    });
    const published = publish('red');
    await eventually(async () => {
      const waiting = await database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    commit();
    await appearing;
    await published;
    expect((await row())?.desired).toEqual({ text: 'red' });
  });

  it('has one row when several replicas hear of it at the same time', async () => {
    await Promise.all([1, 2, 3, 4].map(() => intake.appeared(event(), seen, 'money', dark)));
    expect(await row()).toMatchObject({ generation: 5 });
  });

  it('keeps what the merchant wants of it when another callback comes', async () => {
    await publish('red');
    await intake.appeared(event(), seen, 'money', dark);
    expect(await row()).toMatchObject({ desired: { text: 'red' }, hint: seen });
  });

  it('is taken from a list when no callback told of it, and left alone when it is known', async () => {
    await publish('red');
    const other = uniqueName('L');
    expect(await intake.discovered(APP, [id, other], seen, 'money', dark)).toBe(1);
    expect(await intake.discovered(APP, [id, other], seen, 'money', dark)).toBe(0);
    expect(await row()).toMatchObject({ generation: 1, hint: null });
    expect(woken.at(-1)).toMatchObject({ entityId: other });
  });
});

describe('a thing with several names', () => {
  it('has one row, whichever name the merchant and the callbacks use', async () => {
    await numbered.change(event(), 'content', want('red'));
    await numbered.change(event(undefined, { subject: `number of ${id}` }), 'content', want('green'));
    await numbered.hint(
      event(undefined, { subject: `number of ${id}` }),
      { name: 'seen', detail: {} },
      'content',
    );
    expect(await row()).toMatchObject({ desired: { text: 'green' }, generation: 3 });
    expect(woken.map(({ entityId }) => entityId)).toEqual([id, id, id]);
  });

  it('can be changed by an event that is about another name than its subject', async () => {
    await intake.change(event(undefined, { subject: 'elsewhere' }), 'content', want('red'), async () => id);
    expect(await row()).toMatchObject({ desired: { text: 'red' } });
  });
});

it('shows a change what WeChat had last told', async () => {
  await publish('red');
  const store = rowStore();
  const token = '00000000-0000-4000-8000-000000000003';
  await store.lease(key(), token, TTL);
  await store.commit(key(), token, { observed: { text: 'pale' }, timeline: [], events: [] });
  await intake.change(event(), 'content', (desired, observed) => ({
    kind: 'desired',
    desired: { text: `${desired?.text} instead of ${observed?.text}` },
  }));
  expect(await row()).toMatchObject({ desired: { text: 'red instead of pale' } });
});
