import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '@tongbu/contracts';
import { Inbox } from '@tongbu/messaging';
import { createLogger, type Database, type Sql } from '@tongbu/platform';
import { eventually } from '@tongbu/testing';
import { countCommits } from '../test-support/count-commits';
import { createEngineDatabase } from '../test-support/engine-database';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { lampWanted, want } from '../test-support/wanted-lamp';
import { DesiredBatch } from './desired-batch';
import { EntityIntake } from './entity-intake';
import { findRows } from './find-row';
import { decideChange, type KnownRow } from './intake';
import { readTimeline } from './timeline';
import type { WakeUp } from './work-queue';

const APP = 'wx0123456789abcdef';
const KIND = 'lamp';
jest.setTimeout(30_000);

let database: Database;
let drop: () => Promise<void>;
let wakes: (readonly WakeUp[])[];
let intake: EntityIntake<Wanted, Known>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  wakes = [];
  intake = newIntake();
});

function newIntake() {
  const wake = async (rows: readonly WakeUp[]) => void wakes.push(rows);
  const logger = createLogger({ service: 'test', level: 'fatal' });
  return new EntityIntake<Wanted, Known>(KIND, database, new Inbox(), wake, () => true, logger);
}

const event = (subject: string, version?: number) => lampWanted(APP, subject, version);
const key = (entityId: string) => ({ appId: APP, kind: KIND, entityId });

async function newLamps(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `L-${randomUUID()}`);
  await Promise.all(ids.map((id) => intake.change(event(id, 1), 'content', want('new'))));
  wakes = [];
  return ids;
}

async function texts(ids: readonly string[]): Promise<(string | undefined)[]> {
  const rows = await findRows<Wanted, Known>(database, APP, KIND, ids);
  return ids.map((id) => rows.find(({ entityId }) => entityId === id)?.desired.text);
}

const remembered = async ({ source, id }: CloudEvent) =>
  (await database.query(`SELECT 1 FROM inbox WHERE source = $1 AND id = $2`, [source, id])).length === 1;

/** Keeps the row locked until what it answers is called. */
async function lock(id: string): Promise<() => Promise<void>> {
  let free = () => {};
  const held = new Promise<void>((resolve) => (free = resolve));
  let transaction = Promise.resolve();
  await new Promise<void>((locked) => {
    transaction = database.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM sync_rows WHERE entity_id = $1 FOR UPDATE`, [id]);
      locked();
      await held;
    });
  });
  return () => {
    free();
    return transaction;
  };
}

it('changes of many things at once are each taken, noted, remembered and woken for', async () => {
  const ids = await newLamps(100);
  const events = ids.map((id) => event(id, 2));
  await Promise.all(events.map((each) => intake.change(each, 'content', want(each.subject))));
  expect(await texts(ids)).toEqual(ids);
  expect(await Promise.all(events.map(remembered))).not.toContain(false);
  expect(new Set(wakes.flat().map(({ entityId }) => entityId))).toEqual(new Set(ids));
  for (const { id, subject } of events.slice(0, 3)) {
    const [, line] = await readTimeline(database, key(subject));
    expect(line).toMatchObject({ type: 'event', summary: 'test.lamp.wanted.v1', detail: { id, version: 2 } });
  }
});

it('takes far fewer commits than events, and wakes for many rows at a time', async () => {
  const ids = await newLamps(200);
  const commits = await countCommits(database, () =>
    Promise.all(ids.map((id) => intake.change(event(id), 'content', want('lit')))),
  );
  expect(commits).toBeLessThan(40);
  expect(wakes.length).toBeLessThan(40);
});

it('new things at once are each begun, noted and remembered, in far fewer commits than events', async () => {
  const ids = Array.from({ length: 200 }, () => `L-${randomUUID()}`);
  const events = ids.map((id) => event(id, 3));
  const commits = await countCommits(database, () =>
    Promise.all(events.map((each) => intake.change(each, 'price', want(each.subject)))),
  );
  expect(commits).toBeLessThan(40);
  expect(await texts(ids)).toEqual(ids);
  const rows = await findRows<Wanted, Known>(database, APP, KIND, ids);
  for (const row of rows.slice(0, 3)) expect(row).toMatchObject({ generation: 1, desiredVersion: 3 });
  expect(await Promise.all(events.map(remembered))).not.toContain(false);
  expect(await readTimeline(database, key(ids[7] ?? ''))).toMatchObject([{ type: 'event' }]);
  expect(new Set(wakes.flat().map(({ entityId }) => entityId))).toEqual(new Set(ids));
});

it('things that two replicas begin with the same events at the same time are begun once', async () => {
  const events = Array.from({ length: 30 }, () => event(`L-${randomUUID()}`));
  const replicas = [newIntake(), newIntake()];
  await Promise.all([
    ...events.map((each) => replicas[0]?.change(each, 'content', want('lit'))),
    ...events.toReversed().map((each) => replicas[1]?.change(each, 'content', want('lit'))),
  ]);
  const ids = events.map(({ subject }) => subject);
  const rows = await findRows<Wanted, Known>(database, APP, KIND, ids);
  expect(rows.map(({ generation }) => generation)).toEqual(ids.map(() => 1));
  for (const id of ids) expect(await readTimeline(database, key(id))).toHaveLength(1);
});

it('several events of one new thing at once are all taken, and the newest version stays', async () => {
  const id = `L-${randomUUID()}`;
  await Promise.all(
    [4, 6, 2].map((version) => intake.change(event(id, version), 'content', want(`v${version}`))),
  );
  expect(await texts([id])).toEqual(['v6']);
  expect(await readTimeline(database, key(id))).toHaveLength(3);
});

it('an event that was taken before begins nothing', async () => {
  const known = event(`L-${randomUUID()}`);
  await database.transaction((tx) => new Inbox().accept(tx, known));
  const other = event(`L-${randomUUID()}`);
  await Promise.all([known, other].map((each) => intake.change(each, 'content', want('new'))));
  expect(await texts([known.subject, other.subject])).toEqual([undefined, 'new']);
});

it('a row that somebody has locked holds up nobody else, and is changed when it is free', async () => {
  const ids = await newLamps(6);
  const [locked = '', ...others] = ids;
  const free = await lock(locked);
  const changes = ids.map((id) => intake.change(event(id, 2), 'content', want('lit')));
  await Promise.all(changes.slice(1));
  expect(await texts(ids)).toEqual(['new', ...others.map(() => 'lit')]);
  await free();
  await changes[0];
  expect(await texts([locked])).toEqual(['lit']);
});

it('several changes of one thing at once are all made, and the newest version stays', async () => {
  const [id = ''] = await newLamps(1);
  const versions = [5, 3, 9, 4, 7];
  await Promise.all(
    versions.map((version) => intake.change(event(id, version), 'content', want(`v${version}`))),
  );
  expect(await texts([id])).toEqual(['v9']);
  expect(await readTimeline(database, key(id))).toHaveLength(1 + versions.length);
});

it('an event that two replicas take at the same time, among others, changes its thing once', async () => {
  const ids = await newLamps(20);
  const events = ids.map((id) => event(id));
  const replicas = [newIntake(), newIntake()];
  await Promise.all([
    ...events.map((each) => replicas[0]?.change(each, 'content', want('lit'))),
    ...events.toReversed().map((each) => replicas[1]?.change(each, 'content', want('lit'))),
  ]);
  const rows = await findRows<Wanted, Known>(database, APP, KIND, ids);
  expect(rows.map(({ generation }) => generation)).toEqual(ids.map(() => 2));
});

it('what cannot be changed is refused alone, and its event is not remembered', async () => {
  const ids = await newLamps(4);
  const events = ids.map((id) => event(id, 2));
  const impossible = () => ({ kind: 'impossible', code: 'lamp-broken', message: 'broken' }) as const;
  const results = await Promise.allSettled(
    events.map((each, n) => intake.change(each, 'content', n === 1 ? impossible : want('lit'))),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(await texts(ids)).toEqual(['lit', 'new', 'lit', 'lit']);
  expect(await Promise.all(events.map(remembered))).toEqual([true, false, true, true]);
});

it('what was decided on a row that has changed meanwhile is not written, and its event not remembered', async () => {
  const [id = ''] = await newLamps(1);
  const late = event(id, 2);
  let worker = Promise.resolve<unknown>(undefined);
  const batch = new DesiredBatch({
    query: async (...statement: Parameters<Database['query']>) => {
      const rows = await database.query(...statement);
      // Between reading and writing, a worker stores what WeChat has told.
      worker = database.query(`UPDATE sync_rows SET observed = '{}' WHERE entity_id = $1`, [id]);
      await worker;
      return rows;
    },
  } as Sql);
  const written = await batch.change({
    event: late,
    key: key(id),
    version: 2,
    timeline: { type: 'event', summary: 'late' },
    decide: (row: KnownRow | undefined) =>
      decideChange<Wanted, Known>(row, {
        version: 2,
        lane: 'content',
        timeline: { type: 'event', summary: 'late' },
        change: want('late'),
      }),
  });
  expect(written).toBeUndefined();
  expect(await texts([id])).toEqual(['new']);
  expect(await remembered(late)).toBe(false);
});

it.each(['known', 'new'])(
  'an event of a %s thing that comes again while it is just being taken waits for that, and changes nothing',
  async (which) => {
    const [id = ''] = which === 'known' ? await newLamps(1) : [`L-${randomUUID()}`];
    const before = await texts([id]);
    const twice = event(id);
    let commit = () => {};
    const held = new Promise<void>((resolve) => (commit = resolve));
    let taken = () => {};
    const isTaken = new Promise<void>((resolve) => (taken = resolve));
    const taking = database.transaction(async (tx) => {
      await new Inbox().accept(tx, twice);
      taken();
      await held;
    });
    await isTaken;
    const others = [event(`L-${randomUUID()}`), event(`L-${randomUUID()}`)];
    const again = [twice, ...others].map((each) => intake.change(each, 'content', want('again')));
    await eventually(async () => {
      const waiting = await database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    commit();
    await Promise.all([taking, ...again]);
    expect(await texts([id])).toEqual(before);
    expect(await texts(others.map(({ subject }) => subject))).toEqual(['again', 'again']);
  },
);
