import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { createLogger, SystemClock, type Database } from '@tongbu/platform';
import { eventually } from '@tongbu/testing';
import { countCommits } from '../test-support/count-commits';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import { lampPlanner, Workshop, type LampCommand, type LampFact } from '../test-support/lamp';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { lampWanted, want } from '../test-support/wanted-lamp';
import { driveNow } from './drive-now';
import { Driver } from './driver';
import { EntityIntake } from './entity-intake';
import { findRow } from './find-row';
import { PostgresRowStore } from './postgres-row-store';
import { takeNow } from './take-now';
import { readTimeline } from './timeline';
import { wakeWaiting } from './waiting';

const APP = 'wx0123456789abcdef';
const KIND = 'lamp';
const clock = new SystemClock();

let database: Database;
let drop: () => Promise<void>;
let workshop: Workshop;
let driver: Driver<Wanted, Known, LampCommand, LampFact>;
let intake: EntityIntake<Wanted, Known>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  workshop = new Workshop();
  const store = new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), clock, '/test');
  driver = new Driver(lampPlanner, workshop, store, clock);
  const logger = createLogger({ service: 'test', level: 'fatal' });
  intake = new EntityIntake(
    KIND,
    database,
    new Inbox(),
    async () => undefined,
    () => true,
    logger,
  );
});

const event = (subject = `L-${randomUUID()}`, version = 1) => lampWanted(APP, subject, version);
const key = (entityId: string) => ({ appId: APP, kind: KIND, entityId });
const within = (ms: number) => clock.monotonic() + ms;

function take(wanted: CloudEvent<object>, text = 'red', looksAt: readonly string[] = []) {
  const wait = (
    ...[row, options, first]: Parameters<
      Parameters<typeof takeNow<Wanted, Known, LampCommand, LampFact>>[0]['wait']
    >
  ) => driveNow<Wanted, Known>((again) => driver.drive(again), database, clock, row, options, first);
  return takeNow({ kind: KIND, intake, driver, wait }, wanted, 'checkout', want(text), looksAt);
}

async function endOf(taking: ReturnType<typeof take>, ms = 5_000) {
  const taken = await taking;
  return taken.kind === 'changed' ? taken.ended?.(within(ms)) : undefined;
}

/** The workshop does not answer until what this gives is called. */
async function heldUp(work: () => Promise<unknown>): Promise<() => void> {
  let goOn = () => {};
  const started = new Promise<void>((start) => {
    workshop.next(async () => {
      start();
      await new Promise<void>((resolve) => (goOn = resolve));
      return workshop.paint('red');
    });
  });
  await work();
  await started;
  return goOn;
}

const leaseOf = async (entityId: string) =>
  (
    await database.query<{ leased: boolean; swept_later: boolean; waiting_for: string[] | null }>(
      `SELECT lease_token IS NOT NULL AND lease_until > now() AS leased, next_time > lease_until AS swept_later, waiting_for
       FROM sync_rows WHERE entity_id = $1`,
      [entityId],
    )
  )[0];

it('drives a row that begins with the change, and answers it as it is then', async () => {
  const wanted = event();
  const row = await endOf(take(wanted));
  expect(row).toMatchObject({ state: 'settled', desiredVersion: 1, observed: { text: 'red' } });
  expect(row).toEqual(await findRow(database, key(wanted.subject)));
  expect(workshop.calls).toEqual(['paint']);
  const lines = await readTimeline(database, key(wanted.subject));
  expect(lines.map(({ summary }) => summary)).toEqual(['test.lamp.wanted.v1', 'paint: fact']);
});

it('writes three times: the row, the intent, and what came of it', async () => {
  const wanted = event();
  const commits = await countCommits(database, () => endOf(take(wanted)));
  // Counting them takes two.
  expect(commits - 2).toBeLessThanOrEqual(3);
});

it('has the row leased and its facts named from the beginning', async () => {
  const wanted = event();
  let taking: ReturnType<typeof take> | undefined;
  const goOn = await heldUp(() => (taking = take(wanted, 'red', ['bulb:1'])));
  expect(await leaseOf(wanted.subject)).toEqual({ leased: true, swept_later: true, waiting_for: ['bulb:1'] });
  expect(await driver.drive(key(wanted.subject))).toEqual({ kind: 'done' });
  // It is planned once more, since what it may have looked at has become true.
  expect(await database.transaction((tx) => wakeWaiting(tx, APP, KIND, ['bulb:1']))).toBe(1);
  goOn();
  await eventually(async () => {
    const { generation, observedGeneration } = (await findRow(database, key(wanted.subject))) ?? {};
    expect([generation, observedGeneration]).toEqual([2, 2]);
  });
  expect(await leaseOf(wanted.subject)).toMatchObject({ leased: false, waiting_for: null });
  await taking;
  expect(workshop.painted).toEqual(['red']);
});

it('goes on when the caller waits no longer', async () => {
  const wanted = event();
  let taking: ReturnType<typeof take> | undefined;
  const goOn = await heldUp(() => (taking = take(wanted)));
  await expect(endOf(taking ?? take(wanted), 30)).resolves.toBeUndefined();
  goOn();
  await eventually(async () =>
    expect(await findRow(database, key(wanted.subject))).toMatchObject({ state: 'settled' }),
  );
});

it('changes a row that is there already, and leaves driving it to the caller', async () => {
  const first = event();
  await endOf(take(first));
  const taken = await take(event(first.subject, 2), 'blue');
  expect(taken).toMatchObject({ kind: 'changed', generation: 2 });
  expect(taken).not.toHaveProperty('ended');
  expect(await take(first)).toEqual({ kind: 'repeated' });
  expect(await take(event(first.subject, 1))).toMatchObject({ kind: 'older' });
  expect(workshop.painted).toEqual(['red']);
});

it('begins each of many, beside changes of others', async () => {
  const events = Array.from({ length: 20 }, () => event());
  const others = Array.from({ length: 20 }, () => event());
  const [rows] = await Promise.all([
    Promise.all(events.map((each) => endOf(take(each, each.subject)))),
    Promise.all(others.map((each) => intake.change(each, 'content', want('new')))),
  ]);
  expect(rows.map((row) => row?.observed?.text)).toEqual(events.map(({ subject }) => subject));
  for (const { subject } of others.slice(0, 3)) {
    expect(await leaseOf(subject)).toMatchObject({ leased: false, waiting_for: null });
  }
});

it('begins it once for many requests at the same time', async () => {
  const wanted = event();
  const taken = await Promise.all(Array.from({ length: 8 }, () => take(wanted)));
  expect(taken.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
  await Promise.all(taken.map((one) => (one.kind === 'changed' ? one.ended?.(within(5_000)) : undefined)));
  expect(workshop.painted).toEqual(['red']);
});

it('ends the lease of a row whose making got no answer', async () => {
  const wanted = event();
  const real = intake.take.bind(intake);
  intake.take = async (...request) => {
    await real(...request);
    throw new Error('connection lost');
  };
  await expect(take(wanted)).rejects.toThrow('connection lost');
  await eventually(async () => expect(await driver.drive(key(wanted.subject))).toHaveProperty('ended'));
  expect(workshop.painted).toEqual(['red']);
});
