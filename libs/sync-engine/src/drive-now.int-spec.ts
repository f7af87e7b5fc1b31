import { randomUUID } from 'node:crypto';
import { Outbox } from '@tongbu/messaging';
import { SystemClock, type Database } from '@tongbu/platform';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import { lampPlanner, Workshop } from '../test-support/lamp';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { storeWanted } from '../test-support/wanted-lamp';
import { driveNow } from './drive-now';
import { Driver } from './driver';
import { PostgresRowStore } from './postgres-row-store';
import type { SyncKey } from './row';

const clock = new SystemClock();
let database: Database;
let drop: () => Promise<void>;
let workshop: Workshop;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  workshop = new Workshop();
});

async function newRow(): Promise<SyncKey> {
  const key = { appId: 'wx0123456789abcdef', kind: 'lamp', entityId: randomUUID() };
  await storeWanted(database, key, { text: 'red' }, 'checkout');
  return key;
}

function driver() {
  const store = new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), clock, '/test');
  return new Driver(lampPlanner, workshop, store, clock);
}
const within = (ms: number) => ({ generation: 1, until: clock.monotonic() + ms });

it('drives the row to the end of its plan in the process of whoever waits', async () => {
  const key = await newRow();
  await expect(
    driveNow((row) => driver().drive(row), database, clock, key, within(5_000)),
  ).resolves.toMatchObject({ state: 'settled', observed: { text: 'red' } });
  expect(workshop.painted).toEqual(['red']);
});

it("waits for another worker's result when that one has the row", async () => {
  const key = await newRow();
  let paint = () => {};
  const painting = new Promise<void>((start) => {
    workshop.next(async () => {
      start();
      await new Promise<void>((resolve) => (paint = resolve));
      return workshop.paint('red');
    });
  });
  const other = driver().drive(key);
  await painting;
  const waiting = driveNow((row) => driver().drive(row), database, clock, key, within(8_000));
  paint();
  await expect(waiting).resolves.toMatchObject({ state: 'settled', observed: { text: 'red' } });
  await other;
  expect(workshop.painted).toEqual(['red']);
});

it('tries again within the time given when nothing could be sent yet', async () => {
  const key = await newRow();
  workshop.next({ kind: 'deferred', until: new Date(clock.now().getTime() + 100), reason: 'quota' });
  await expect(
    driveNow((row) => driver().drive(row), database, clock, key, within(5_000)),
  ).resolves.toMatchObject({ state: 'settled', observed: { text: 'red' } });
  expect(workshop.painted).toEqual(['red']);
});

it('answers nothing when the call takes longer than the caller waits, and the call goes on', async () => {
  const key = await newRow();
  let paint = () => {};
  workshop.next(async () => {
    await new Promise<void>((resolve) => (paint = resolve));
    return workshop.paint('red');
  });
  const drives: Promise<unknown>[] = [];
  const drive = (row: SyncKey) => {
    const driven = driver().drive(row);
    drives.push(driven);
    return driven;
  };
  await expect(driveNow(drive, database, clock, key, within(150))).resolves.toBeUndefined();
  paint();
  await Promise.all(drives);
  expect(workshop.painted).toEqual(['red']);
});
