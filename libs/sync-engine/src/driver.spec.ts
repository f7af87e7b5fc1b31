import type { Problem } from '@tongbu/contracts';
import { CodedError } from '@tongbu/platform';
import { eventually, FakeClock } from '@tongbu/testing';
import { lampPlanner, paintLamp, polishLamp, readLamp, Workshop, type LampFact } from '../test-support/lamp';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { defaultDriverOptions, Driver } from './driver';
import { MemoryRowStore } from './memory-row-store';
import type { Execution, Plan } from './planner';
import type { SyncKey } from './row';
import type { Step } from './row-store';

const key: SyncKey = { appId: 'wx0123456789abcdef', kind: 'lamp', entityId: 'L-1' };
const { leaseMs, maxStale } = defaultDriverOptions;
const problem = (code: string): Problem => ({ code, message: 'm', messageZh: '暗', fix: 'f', fixZh: '改' });
const refused = (code: string): Execution<LampFact> => ({ kind: 'refused', problems: [problem(code)] });
const failed: Execution<LampFact> = { kind: 'failed', reason: 'busy' };
const unknown: Execution<LampFact> = { kind: 'unknown', reason: 'timed out' };

class Crash extends Error {}

/** A store whose process may die around its commits. */
class FragileStore extends MemoryRowStore<Wanted, Known> {
  private commits = 0;
  dieBefore = Number.POSITIVE_INFINITY;
  dieAfter = Number.POSITIVE_INFINITY;

  override async commit(at: SyncKey, token: string, step: Step<Known>) {
    this.commits += 1;
    if (this.commits === this.dieBefore) throw new Crash();
    const row = await super.commit(at, token, step);
    if (this.commits === this.dieAfter) throw new Crash();
    return row;
  }
}

let clock: FakeClock;
let store: FragileStore;
let workshop: Workshop;
let driver: Driver<Wanted, Known, ReturnType<typeof paintLamp>, LampFact>;

const newDriver = (planner = lampPlanner, random = () => 0.5) =>
  new Driver(planner, workshop, store, clock, {}, random);

beforeEach(() => {
  clock = new FakeClock();
  store = new FragileStore(clock);
  workshop = new Workshop();
  driver = newDriver();
  store.change(key, { text: 'red' });
});

const hurried = (plan: Plan<ReturnType<typeof paintLamp>>, urgent: ReturnType<typeof paintLamp>) =>
  plan.kind === 'run' && plan.command.name === 'paint' ? { kind: 'run', command: urgent } : plan;
const notes = () => store.events.map(({ data }) => (data as { note: string }).note);
const dueIn = () => (store.nextTime(key)?.getTime() ?? Number.NaN) - clock.now().getTime();

/** What the sweeper does: waits until the row is due and has it driven by a new process. */
async function comeBack() {
  clock.advance(Math.max(0, dueIn()));
  return newDriver().drive(key);
}

it('runs what the plan says until there is nothing to do', async () => {
  expect(await driver.drive(key)).toEqual({ kind: 'done', ended: store.row(key) });
  expect(workshop.painted).toEqual(['red']);
  expect(store.row(key)).toMatchObject({ state: 'settled', observed: { text: 'red' }, intent: null });
  expect(store.nextTime(key)).toBeNull();
  expect(notes()).toEqual(['red']);
  await driver.drive(key);
  expect(workshop.calls).toEqual(['paint']);
});

it('leaves the row with its last step, in one write', async () => {
  const finished = jest.spyOn(store, 'finish');
  await driver.drive(key);
  expect(finished.mock.calls.map(([, , step, { state }]) => [step.observed, state])).toEqual([
    [{ text: 'red' }, 'settled'],
  ]);
});

describe('a command that follows another', () => {
  it('is begun with what came of that, in one write', async () => {
    store.hint(key, { name: 'refresh', detail: {} });
    const committed = jest.spyOn(store, 'commit');
    await driver.drive(key);
    expect(workshop.calls).toEqual(['read', 'paint']);
    expect(committed.mock.calls.map(([, , { intent, begin }]) => [intent, begin?.intent.command])).toEqual([
      [null, 'paint'],
      [null, undefined],
    ]);
    expect(notes()).toEqual(['', 'red']);
  });

  it('is planned anew when something came meanwhile', async () => {
    store.hint(key, { name: 'refresh', detail: {} });
    workshop.next(() => {
      store.change(key, { text: 'blue' });
      return { kind: 'fact', fact: { kind: 'read', text: '' } };
    });
    await driver.drive(key);
    expect(workshop.calls).toEqual(['read', 'paint']);
    expect(workshop.painted).toEqual(['blue']);
  });

  it('is read before anything else when its process dies right after it was begun', async () => {
    store.hint(key, { name: 'refresh', detail: {} });
    store.dieAfter = 1;
    await expect(driver.drive(key)).rejects.toThrow(Crash);
    expect(store.row(key)?.intent).toMatchObject({ command: 'paint' });
    await comeBack();
    expect(workshop.calls).toEqual(['read', 'read', 'paint']);
    expect(workshop.painted).toEqual(['red']);
  });
});

it('has a parking told by a write of its own', async () => {
  const finished = jest.spyOn(store, 'finish');
  const plan: typeof lampPlanner.plan = (state) =>
    state.observed === null
      ? lampPlanner.plan(state, clock.now())
      : { kind: 'park', problems: [problem('held')] };
  await newDriver({ ...lampPlanner, plan }).drive(key);
  expect(finished).not.toHaveBeenCalled();
  expect(notes()).toEqual(['red', 'held']);
  expect(store.row(key)).toMatchObject({ state: 'parked', observed: { text: 'red' } });
});

describe('a process that dies', () => {
  const points: [string, () => void, { asks: string[]; intent: boolean }][] = [
    ['before the intent is committed', () => (store.dieBefore = 1), { asks: ['paint'], intent: false }],
    [
      'right after the intent is committed',
      () => (store.dieAfter = 1),
      { asks: ['read', 'paint'], intent: true },
    ],
    [
      'between intent and call',
      () =>
        workshop.next(() => {
          throw new Crash();
        }),
      { asks: ['paint', 'read', 'paint'], intent: true },
    ],
    [
      'between call and commit',
      () =>
        workshop.next(({ text }) => {
          workshop.paint(text);
          throw new Crash();
        }),
      { asks: ['paint', 'read'], intent: true },
    ],
    ['while it commits the outcome', () => (store.dieBefore = 2), { asks: ['paint', 'read'], intent: true }],
    ['after the outcome is committed', () => (store.dieAfter = 2), { asks: ['paint'], intent: false }],
  ];

  it.each(points)(
    '%s leaves a row that the next one brings to its end',
    async (_point, arrange, expected) => {
      arrange();
      await expect(driver.drive(key)).rejects.toThrow(Crash);
      expect(store.row(key)?.intent !== null).toBe(expected.intent);
      expect(dueIn()).toBeGreaterThan(leaseMs);
      expect(dueIn()).toBeLessThanOrEqual(leaseMs + 1_000);

      await comeBack();
      expect(workshop.calls).toEqual(expected.asks);
      expect(workshop.painted).toEqual(['red']);
      expect(notes().filter((note) => note === 'red')).toEqual(['red']);
      expect(store.row(key)).toMatchObject({ state: 'settled', intent: null });
    },
  );

  it('keeps others away until its lease is over', async () => {
    store.dieAfter = 1;
    await expect(driver.drive(key)).rejects.toThrow(Crash);
    clock.advance(leaseMs - 1);
    await newDriver().drive(key);
    expect(workshop.calls).toEqual([]);
  });
});

describe('a database that is away for a moment', () => {
  const away = new CodedError('database-away', 'Postgres restarts', true);

  it('keeps no row waiting until the end of the lease, and its outcome is looked up first', async () => {
    jest.spyOn(store, 'renew').mockRejectedValueOnce(away);
    workshop.next(async ({ text }) => {
      jest.spyOn(store, 'commit').mockRejectedValueOnce(away);
      return workshop.paint(text);
    });
    await expect(driver.drive(key)).rejects.toThrow('Postgres restarts');
    await eventually(() => dueIn() <= 500);
    expect(clock.now().getTime() + leaseMs).toBeGreaterThan(store.nextTime(key)?.getTime() ?? Infinity);
    await comeBack();
    expect(store.row(key)).toMatchObject({ observed: { text: 'red' }, state: 'settled', intent: null });
    expect(workshop.painted).toEqual(['red']);
    expect(workshop.calls).toEqual(['paint', 'read']);
  });

  it('ends a lease of which it was not heard that it was given', async () => {
    const lease = jest.spyOn(store, 'lease');
    lease.mockImplementationOnce(async (...given) => {
      lease.mockRestore();
      await store.lease(...given);
      throw away;
    });
    await expect(driver.drive(key)).rejects.toThrow('Postgres restarts');
    await eventually(() => dueIn() <= 500);
    await comeBack();
    expect(workshop.painted).toEqual(['red']);
  });

  it('does not hurry a row whose drive is wrong', async () => {
    const wrong = { ...lampPlanner, plan: () => ({ kind: 'run', command: polishLamp }) as const };
    await expect(newDriver(wrong).drive(key)).rejects.toThrow(/goes in circles/);
    expect(dueIn()).toBeGreaterThan(leaseMs);
  });
});

describe('an outcome nobody knows', () => {
  it.each([
    ['applied', true, ['paint', 'read']],
    ['lost', false, ['paint', 'read', 'paint']],
  ])('of a command that was %s is looked up before anything else', async (_what, applied, calls) => {
    workshop.next(({ text }) => {
      if (applied) workshop.paint(text);
      return unknown;
    });
    await driver.drive(key);
    expect(store.row(key)).toMatchObject({ state: 'waiting', attempts: 1, intent: { command: 'paint' } });
    await comeBack();
    expect(workshop.calls).toEqual(calls);
    expect(workshop.painted).toEqual(['red']);
  });

  it('stays unknown while the look-up fails', async () => {
    workshop.next(unknown, failed);
    await driver.drive(key);
    await comeBack();
    expect(store.row(key)?.intent).not.toBeNull();
    await comeBack();
    expect(workshop.calls).toEqual(['paint', 'read', 'read', 'paint']);
  });

  it('must not be planned over', async () => {
    workshop.next(unknown);
    await driver.drive(key);
    clock.advance(1_000);
    const reckless = { ...lampPlanner, plan: () => ({ kind: 'run', command: paintLamp('red') }) as const };
    await expect(newDriver(reckless).drive(key)).rejects.toThrow(/outcome of paint is unknown/);
    expect(workshop.painted).toEqual([]);
  });
});

describe('a refusal', () => {
  beforeEach(async () => {
    workshop.next(refused('ugly'));
    await driver.drive(key);
  });

  it('parks the row and tells the merchant once', async () => {
    expect(store.row(key)).toMatchObject({ state: 'parked', problems: [problem('ugly')], intent: null });
    expect(store.nextTime(key)).toBeNull();
    await driver.drive(key);
    expect(notes()).toEqual(['ugly']);
    expect(workshop.calls).toEqual(['paint']);
  });

  it('holds when a callback makes the row look again', async () => {
    store.hint(key, { name: 'seen', detail: {} });
    await driver.drive(key);
    expect(workshop.calls).toEqual(['paint', 'read']);
    expect(store.row(key)).toMatchObject({ state: 'parked' });
    expect(notes().filter((note) => note === 'ugly')).toEqual(['ugly']);
  });

  it('ends when the merchant publishes again, even the same', async () => {
    store.change(key, { text: 'red' });
    await driver.drive(key);
    expect(workshop.painted).toEqual(['red']);
    expect(store.row(key)).toMatchObject({ state: 'settled', refusal: null, problems: null });
  });

  it('is told again when the merchant publishes again and is refused again', async () => {
    store.change(key, { text: 'red' });
    workshop.next(refused('ugly'));
    await driver.drive(key);
    expect(notes()).toEqual(['ugly', 'ugly']);
  });
});

it('leaves a refusal to the planner that keeps it itself, and goes on', async () => {
  workshop.next({ ...refused('ugly'), fact: { kind: 'read', text: 'red' } } as Execution<LampFact>);
  await driver.drive(key);
  expect(store.row(key)).toMatchObject({ state: 'settled', refusal: null, intent: null, problems: null });
  expect(store.timeline.map(({ summary }) => summary)).toEqual(['paint: refused']);
});

it('tells the merchant the next reason when the same content is parked for another one', async () => {
  const until = new Date(clock.now().getTime() + 60_000);
  const waits = {
    ...lampPlanner,
    plan: (): Plan<typeof readLamp> => ({ kind: 'park', problems: [problem('no-wall')], until }),
  };
  await newDriver(waits).drive(key);
  expect(store.nextTime(key)).toEqual(until);
  workshop.next(refused('ugly'));
  await comeBack();
  expect(notes()).toEqual(['no-wall', 'ugly']);
});

describe('an answer that contradicts what we know', () => {
  const stale: Execution<LampFact> = {
    kind: 'stale',
    fact: { kind: 'read', text: 'unclear' },
    problems: [problem('conflict')],
  };

  it('is planned again at once', async () => {
    workshop.next(stale);
    await driver.drive(key);
    expect(workshop.painted).toEqual(['red']);
    expect(store.row(key)).toMatchObject({ state: 'settled', intent: null, attempts: 0 });
  });

  it('parks the row when it never ends', async () => {
    workshop.next(...Array.from({ length: 50 }, () => stale));
    await driver.drive(key);
    expect(workshop.calls).toHaveLength(maxStale + 1);
    expect(store.row(key)).toMatchObject({ state: 'parked', problems: [problem('conflict')] });
    expect(notes()).toContain('conflict');
  });

  it('parks the row when each drive ends in the quota before the next contradiction', async () => {
    for (let drive = 0; drive <= maxStale; drive += 1) {
      // The contradiction is planned again, and the quota lets nothing through until the next drive.
      const until = new Date(clock.now().getTime() + 60_000);
      workshop.next(stale, { kind: 'deferred', until, reason: 'quota' });
      await comeBack();
    }
    expect(store.row(key)).toMatchObject({ state: 'parked', problems: [problem('conflict')] });
    expect(workshop.painted).toEqual([]);
    expect(notes()).toContain('conflict');
  });

  it.each([
    ['a command that worked', () => undefined],
    ['other content of the merchant', () => store.change(key, { text: 'green' })],
  ])('is forgotten after %s', async (_what, between) => {
    const until = new Date(clock.now().getTime() + 60_000);
    workshop.next(...Array.from({ length: maxStale }, () => stale), {
      kind: 'deferred',
      until,
      reason: 'quota',
    });
    await driver.drive(key);
    expect(store.row(key)?.contradictions?.times).toBe(maxStale);
    between();
    await comeBack();
    expect(store.row(key)).toMatchObject({ state: 'settled', contradictions: null });
    store.change(key, { text: 'blue' });
    workshop.next(...Array.from({ length: maxStale }, () => stale));
    await driver.drive(key);
    expect(store.row(key)).toMatchObject({ state: 'settled', observed: { text: 'blue' } });
  });

  it('is counted anew after a command that worked, before the row is settled', async () => {
    const often = Array.from({ length: maxStale }, () => stale);
    workshop.next(...often, { kind: 'fact', fact: { kind: 'painted', text: 'white' } }, ...often);
    await driver.drive(key);
    expect(store.row(key)).toMatchObject({ state: 'settled', observed: { text: 'red' } });
  });

  it('does not park a row that only failed often before', async () => {
    workshop.next(...Array.from({ length: maxStale + 2 }, () => failed), stale);
    await driver.drive(key);
    for (let time = 0; time < maxStale + 2; time += 1) await comeBack();
    expect(workshop.painted).toEqual(['red']);
    expect(store.row(key)).toMatchObject({ state: 'settled' });
  });
});

describe('a command that is deferred', () => {
  it('clears its intent, costs no attempt, and says when to come back', async () => {
    const until = new Date(clock.now().getTime() + 90_000);
    workshop.next({ kind: 'deferred', until, reason: 'the quota of the hour' });
    expect(await driver.drive(key)).toEqual({ kind: 'deferred', at: until, lane: 'price' });
    expect(store.row(key)).toMatchObject({ state: 'waiting', attempts: 0, intent: null });
    expect(store.nextTime(key)).toEqual(until);
    expect(store.timeline).toEqual([]);
    await comeBack();
    expect(workshop.calls).toEqual(['paint', 'paint']);
  });

  describe('with a place in the line of a quota', () => {
    const inLine = (seconds: number): Execution<LampFact> => ({
      kind: 'deferred',
      until: new Date(clock.now().getTime() + seconds * 1_000),
      reason: 'quota',
      inLine: true,
    });

    it('is not asked for again by changes that come faster than the quota, and takes the newest when its turn comes', async () => {
      workshop.next(inLine(10));
      await driver.drive(key);
      for (const text of ['blue', 'green', 'white']) {
        clock.advance(1_000);
        store.change(key, { text });
        expect(await driver.drive(key)).toMatchObject({ kind: 'deferred', lane: 'price' });
      }
      expect(workshop.calls).toEqual(['paint']);
      expect(dueIn()).toBe(7_000);
      await comeBack();
      expect(workshop.painted).toEqual(['white']);
      expect(store.row(key)).toMatchObject({ state: 'settled', place: null });
    });

    it('holds back nothing else, and keeps its place meanwhile', async () => {
      workshop.next(inLine(10));
      await driver.drive(key);
      store.hint(key, { name: 'seen', detail: {} });
      await driver.drive(key);
      expect(workshop.calls).toEqual(['paint', 'read']);
      expect(dueIn()).toBe(10_000);
    });

    it('is asked for in a more urgent lane', async () => {
      workshop.next(inLine(10));
      await driver.drive(key);
      const urgent = { ...paintLamp('red'), lane: 'stop-sale' } as const;
      const planner = {
        ...lampPlanner,
        plan: (state: never) => hurried(lampPlanner.plan(state, clock.now()), urgent),
      };
      await newDriver(planner as never).drive(key);
      expect(workshop.painted).toEqual(['red']);
    });
  });

  it('waits for the fact it names, and is brought back when that is true', async () => {
    const until = new Date(clock.now().getTime() + 3_600_000);
    workshop.next({ kind: 'deferred', until, reason: 'closed', waitingFor: ['shop:open'] });
    expect(await driver.drive(key)).toEqual({ kind: 'done' });
    expect(store.row(key)).toMatchObject({ state: 'waiting', waitingFor: ['shop:open'], intent: null });
    store.wakeWaiting(key.appId, key.kind, ['shop:open']);
    expect(dueIn()).toBe(0);
    await comeBack();
    expect(store.row(key)).toMatchObject({ state: 'settled', waitingFor: [] });
  });

  it('does not wait for a fact that became true while it was planned to wait for it', async () => {
    let isOpen = false;
    const seen: boolean[] = [];
    const planner: typeof lampPlanner = {
      ...lampPlanner,
      plan(state, now) {
        seen.push(isOpen);
        if (isOpen) return lampPlanner.plan(state, now);
        // It becomes true in the next moment: nobody knows yet that the row is going to wait.
        isOpen = true;
        store.wakeWaiting(key.appId, key.kind, ['shop:open']);
        return { kind: 'park', problems: [], waitingFor: ['shop:open'] };
      },
    };
    await newDriver(planner).drive(key);
    expect(seen.slice(0, 2)).toEqual([false, true]);
    expect(workshop.painted).toEqual(['red']);
    expect(store.row(key)).toMatchObject({ state: 'settled', waitingFor: [] });
  });

  it('looks once more before it begins to wait, and not again when it waits already', async () => {
    let plans = 0;
    const planner: typeof lampPlanner = {
      ...lampPlanner,
      plan() {
        plans += 1;
        return { kind: 'park', problems: [], waitingFor: ['shop:open'] };
      },
    };
    const parking = newDriver(planner);
    await parking.drive(key);
    expect(plans).toBe(2);
    expect(store.row(key)).toMatchObject({ state: 'parked', waitingFor: ['shop:open'] });
    store.hint(key, { name: 'refresh', detail: {} });
    await parking.drive(key);
    expect(plans).toBe(3);
  });

  it('keeps an earlier intent when it is the look-up', async () => {
    workshop.next(unknown);
    await driver.drive(key);
    workshop.next({ kind: 'deferred', until: clock.now(), reason: 'quota' });
    await comeBack();
    expect(store.row(key)).toMatchObject({ intent: { command: 'paint' }, attempts: 1 });
  });
});

describe('a command that fails', () => {
  it('is tried again after pauses that grow up to five minutes', async () => {
    workshop.next(...Array.from({ length: 14 }, () => failed));
    driver = newDriver(lampPlanner, () => 1);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 14; attempt += 1) {
      await driver.drive(key);
      expect(store.row(key)).toMatchObject({ state: 'waiting', attempts: attempt, intent: null });
      pauses.push(dueIn());
      clock.advance(dueIn());
    }
    expect(pauses.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(pauses.at(-1)).toBe(300_000);
    await driver.drive(key);
    expect(store.row(key)).toMatchObject({ state: 'settled', attempts: 0 });
  });
});

describe('a hint', () => {
  const hint = { name: 'taken-away', detail: {} };

  beforeEach(async () => {
    await driver.drive(key);
    workshop.painted.push('white');
    store.hint(key, hint);
  });

  it('is read and forgotten', async () => {
    workshop.next({ kind: 'fact', fact: { kind: 'read', text: 'red' } });
    await driver.drive(key);
    await driver.drive(key);
    expect(workshop.calls).toEqual(['paint', 'read']);
    expect(store.row(key)).toMatchObject({ hint: null, state: 'settled' });
  });

  it.each([
    ['fails', failed],
    ['has to wait', { kind: 'deferred', until: new Date('2026-01-05T08:00:10Z'), reason: 'quota' } as const],
  ])('whose read %s is not forgotten', async (_what, answer) => {
    workshop.next(answer);
    await driver.drive(key);
    expect(store.row(key)).toMatchObject({ hint, state: 'waiting' });
    await comeBack();
    expect(workshop.calls.slice(0, 3)).toEqual(['paint', 'read', 'read']);
    expect(notes()).toContain('white');
  });

  it('is kept while nobody may work on the row', async () => {
    const held = { ...store.row(key), heldReason: 'stop' };
    jest.spyOn(store, 'lease').mockResolvedValueOnce(held as never);
    const release = jest.spyOn(store, 'release').mockResolvedValueOnce('released');
    await driver.drive(key);
    expect(workshop.calls).toEqual(['paint']);
    const settlement = release.mock.calls[0]?.[2];
    expect(settlement).toMatchObject({ state: 'parked', problems: [{ code: 'held' }] });
    expect(settlement?.hintRead).toBeUndefined();
  });
});

describe('new content', () => {
  it('that arrives during the call is planned in the same drive', async () => {
    workshop.next(({ text }) => {
      store.change(key, { text: 'blue' });
      return workshop.paint(text);
    });
    await driver.drive(key);
    expect(workshop.painted).toEqual(['red', 'blue']);
    expect(store.row(key)).toMatchObject({ state: 'settled', observedGeneration: 2 });
  });

  it('that arrives while a command is put off is planned at once', async () => {
    workshop.next(() => {
      store.change(key, { text: 'blue' });
      return { kind: 'deferred', until: new Date(clock.now().getTime() + 3_600_000), reason: 'quota' };
    });
    await driver.drive(key);
    expect(workshop.painted).toEqual(['blue']);
  });
});

it('drops what came back when the lease was lost', async () => {
  const other = new Workshop();
  workshop.next(async ({ text }) => {
    clock.advance(leaseMs + 1);
    other.painted.push(text);
    await new Driver(lampPlanner, other, store, clock).drive(key);
    return workshop.paint('a ghost');
  });
  expect(await driver.drive(key)).toEqual({ kind: 'done' });
  expect(store.row(key)).toMatchObject({ observed: { text: 'red' }, state: 'settled' });
  expect(other.calls).toEqual(['read']);
  expect(notes()).toEqual(['red']);
});

it('leaves a row alone that another worker has', async () => {
  await store.lease(key, 'other', leaseMs);
  expect(await driver.drive(key)).toEqual({ kind: 'done' });
  expect(workshop.calls).toEqual([]);
});

it('gives no command more time than the lease lasts', async () => {
  const execute = jest.spyOn(workshop, 'execute');
  await driver.drive(key);
  expect(execute).toHaveBeenCalledWith(expect.anything(), expect.anything(), {
    notAfter: leaseMs,
    traceId: expect.any(String),
  });
});

it('stops a planner that goes in circles', async () => {
  const circling = { ...lampPlanner, plan: () => ({ kind: 'run', command: polishLamp }) as const };
  await expect(newDriver(circling).drive(key)).rejects.toThrow(/goes in circles/);
  expect(workshop.calls).toHaveLength(defaultDriverOptions.maxSteps);
});

it("leaves a row with the planner's deadline, however it is left", async () => {
  const dueAt = new Date('2026-03-04T04:00:00Z');
  const planner = { ...lampPlanner, dueAt: () => dueAt };
  workshop.next(failed);
  await newDriver(planner).drive(key);
  expect(store.row(key)).toMatchObject({ state: 'waiting', dueAt });
  clock.advance(Math.max(0, dueIn()));
  await newDriver({ ...planner, dueAt: ({ observed }) => (observed === null ? dueAt : null) }).drive(key);
  expect(store.row(key)).toMatchObject({ state: 'settled', dueAt: null });
});
