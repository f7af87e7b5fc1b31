import { SystemClock, type Database } from '@tongbu/platform';
import { createEngineDatabase } from '../../test-support/engine-database';
import type { DriftItem, DriftRun, DriftSource, DriftStep } from './drift';
import { DriftReports } from './drift-reports';
import { DriftRunner } from './drift-runner';

const APP = 'wx0123456789abcdef';
const clock = new SystemClock();

let database: Database;
let drop: () => Promise<void>;
let source: ScriptedSource;
let reports: DriftReports;

beforeEach(async () => {
  ({ database, drop } = await createEngineDatabase());
  source = new ScriptedSource();
  reports = new DriftReports(database, source, async () => undefined);
});
afterEach(() => drop());

/** Answers as told, and notes where it was asked to go on. */
class ScriptedSource implements DriftSource {
  readonly kind = 'lamp';
  readonly cursors: unknown[] = [];
  readonly repaired: string[] = [];
  steps: (() => DriftStep | Promise<DriftStep>)[] = [];

  async compare({ cursor }: DriftRun): Promise<DriftStep> {
    this.cursors.push(cursor);
    const step = this.steps.shift();
    if (step === undefined) throw new Error('killed');
    return step();
  }

  async repair(_tx: unknown, _appId: string, items: readonly DriftItem[]) {
    this.repaired.push(...items.map(({ entityId }) => entityId));
    return [];
  }
}

const item = (entityId: string, actions: readonly string[] = ['mend']): DriftItem => ({
  entityId,
  kind: 'different',
  differences: [{ field: 'colour', merchant: 'red', wechat: 'blue' }],
  repair: { actions, why: 'it is blue' },
});
const page = (items: readonly DriftItem[], cursor: unknown) => (): DriftStep => ({
  kind: 'page',
  seen: items.map(({ entityId }) => entityId),
  items,
  counts: { listed: items.length },
  cursor,
});
const runner = () => new DriftRunner(database, source, clock);
const endLeases = () => database.query(`UPDATE sync_drift_reports SET lease_until = now() - interval '1 s'`);

async function started(): Promise<string> {
  const id = await reports.start(APP);
  if (id === undefined) throw new Error('not started');
  return id;
}

it('goes on at its cursor page by page, and adds up what it found', async () => {
  const id = await started();
  source.steps = [page([item('L-1')], { page: 2 }), page([item('L-2')], null)];
  await runner().advance();
  await runner().advance();
  await runner().advance();
  expect(source.cursors).toEqual([null, { page: 2 }]);
  expect(await reports.find(APP, id)).toMatchObject({
    state: 'done',
    items: { different: 2 },
    counts: { listed: 2 },
  });
  expect((await reports.items(id, 'different', 'L-1', 10)).items).toMatchObject([{ entityId: 'L-2' }]);
  expect(await database.query(`SELECT FROM sync_drift_seen`)).toEqual([]);
});

it('does the page of a killed runner again, and drops what comes late', async () => {
  const id = await started();
  let arrive: (step: DriftStep) => void = () => undefined;
  source.steps = [() => new Promise((resolve) => (arrive = resolve)), page([item('L-1')], null)];
  const slow = runner().advance();
  while (source.cursors.length === 0) await new Promise(setImmediate);
  await runner().advance();
  expect(source.cursors).toHaveLength(1);

  await endLeases();
  await runner().advance();
  arrive(page([item('L-2')], { page: 2 })());
  await slow;
  expect(source.cursors).toEqual([null, null]);
  expect(await reports.find(APP, id)).toMatchObject({ state: 'done', counts: { listed: 1 } });
});

it('holds nothing while it waits, and says why', async () => {
  const id = await started();
  source.steps = [
    () => ({ kind: 'later', until: new Date(Date.now() + 60_000), reason: 'quota' }),
    page([], null),
  ];
  await runner().advance();
  await runner().advance();
  expect(await reports.find(APP, id)).toMatchObject({ state: 'running', reason: 'quota' });
  expect(await database.query(`SELECT lease_token FROM sync_drift_reports`)).toEqual([{ lease_token: null }]);
  await database.query(`UPDATE sync_drift_reports SET next_time = now()`);
  await runner().advance();
  expect(await reports.find(APP, id)).toMatchObject({ state: 'done', reason: null });
});

it('makes one report of a mini program at a time', async () => {
  await started();
  expect(await reports.start(APP)).toBeUndefined();
  source.steps = [page([], null)];
  await runner().advance();
  expect(await reports.start(APP)).toBeDefined();
});

it('repairs what was chosen, once, and nothing in a dry run', async () => {
  const id = await started();
  source.steps = [page([item('L-1'), item('L-2'), item('L-3', [])], null)];
  await runner().advance();
  const all = { after: '', limit: 10 };
  const outcomes = async (request: object) =>
    (await reports.repair(APP, id, { ...all, dryRun: false, ...request })).items.map(
      ({ outcome }) => outcome,
    );
  expect(await outcomes({ dryRun: true })).toEqual(['would-start', 'would-start', 'nothing-to-do']);
  expect(source.repaired).toEqual([]);
  expect(await outcomes({ ids: ['L-2'] })).toEqual(['started']);
  expect(await outcomes({})).toEqual(['started', 'nothing-to-do']);
  expect(source.repaired).toEqual(['L-2', 'L-1']);
});
