import { randomUUID } from 'node:crypto';
import type { Problem } from '@tongbu/contracts';
import type { Hint, SyncKey, SyncRow, TimelineEntry } from '../src/row';
import type { RowStore, Settlement } from '../src/row-store';

export interface Wanted {
  readonly text: string;
}
export interface Known {
  readonly text: string;
}

/** A store under test, and what happens around it. */
export interface RowStoreBench {
  readonly store: RowStore<Wanted, Known>;
  /** The merchant changes what is wanted. */
  change(key: SyncKey, desired: Wanted): Promise<void>;
  hint(key: SyncKey, hint: Hint): Promise<void>;
  /** Time goes by, for leases and due times. */
  pass(ms: number): Promise<void>;
  row(key: SyncKey): Promise<SyncRow<Wanted, Known> | undefined>;
  /** Milliseconds until the row wants to be woken, null when never. */
  dueInMs(key: SyncKey): Promise<number | null>;
  /** The store's own time. */
  now(): Promise<Date>;
  /** Data of everything published about the entity, oldest first. */
  published(key: SyncKey): Promise<unknown[]>;
  timeline(key: SyncKey): Promise<TimelineEntry[]>;
}

export const NOTED = 'test.lamp.noted.v1';
const TTL = 10_000;
const PROBLEM: Problem = { code: 'dark', message: 'm', messageZh: '暗', fix: 'f', fixZh: '改' };

/** What every store of rows has to do. */
export function describeRowStore(name: string, open: () => Promise<RowStoreBench>): void {
  describe(name, () => {
    let bench: RowStoreBench;
    let store: RowStore<Wanted, Known>;
    let key: SyncKey;

    beforeEach(async () => {
      bench = await open();
      ({ store } = bench);
      key = { appId: 'wx0123456789abcdef', kind: 'lamp', entityId: `L-${randomUUID()}` };
      await bench.change(key, { text: 'one' });
    });

    const lease = async (token: string) => {
      const row = await store.lease(key, token, TTL);
      if (row === undefined) throw new Error('not leased');
      return row;
    };
    const settled = (generation: number, changes: Partial<Settlement> = {}): Settlement => ({
      generation,
      hintRead: generation,
      attempts: 0,
      state: 'settled',
      nextTime: null,
      reason: null,
      problems: null,
      timeline: [],
      events: [],
      ...changes,
    });
    const noted = (eventKey: string, note: string) => ({ type: NOTED, key: eventKey, data: { note } });

    it('gives members back in an order of its own, so that nobody relies on theirs', async () => {
      await bench.change(key, { text: 'one', a: 1 } as Wanted);
      const { desired } = await lease(randomUUID());
      expect(Object.keys(desired)).toEqual(['a', 'text']);
    });

    describe('lease', () => {
      it('gives a new row to one worker', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        expect(await lease(a)).toMatchObject({
          ...key,
          desired: { text: 'one' },
          generation: 1,
          desiredGeneration: 1,
          observed: null,
          observedGeneration: 0,
          intent: null,
          refusal: null,
          hint: null,
          attempts: 0,
        });
        expect(await store.lease(key, b, TTL)).toBeUndefined();
      });

      it('gives a row to one of many who ask at once', async () => {
        const rows = await Promise.all(Array.from({ length: 8 }, () => store.lease(key, randomUUID(), TTL)));
        expect(rows.filter((row) => row !== undefined)).toHaveLength(1);
      });

      it('knows no row that was never changed', async () => {
        expect(await store.lease({ ...key, entityId: 'nobody' }, randomUUID(), TTL)).toBeUndefined();
      });

      it('passes to the next worker when its time is over, and the row is due by then', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        await bench.pass(TTL - 1_000);
        expect(await store.lease(key, b, TTL)).toBeUndefined();
        expect(await bench.dueInMs(key)).toBeLessThan(2_000);
        await bench.pass(1_001);
        await lease(b);
      });

      it('lasts longer when it is renewed in time', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        await bench.pass(TTL / 2);
        expect(await store.renew(key, a, TTL)).toBe(true);
        await bench.pass(TTL - 1_000);
        expect(await store.lease(key, b, TTL)).toBeUndefined();
        expect(await bench.dueInMs(key)).toBeGreaterThan(0);
      });

      it('ends when it is renewed for no time, and the row is due soon', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        expect(await store.renew(key, a, 0)).toBe(true);
        expect(await bench.dueInMs(key)).toBeLessThanOrEqual(500);
        await bench.pass(1);
        await lease(b);
        expect(await store.commit(key, a, { attempts: 7, timeline: [], events: [] })).toBeUndefined();
      });

      it('is not renewed by a stranger, nor when it has run out', async () => {
        const token = randomUUID();
        await lease(token);
        expect(await store.renew(key, randomUUID(), TTL)).toBe(false);
        await bench.pass(TTL + 1);
        expect(await store.renew(key, token, TTL)).toBe(false);
      });
    });

    describe('commit', () => {
      it('stores what it was given, leaves the rest, and clears with null', async () => {
        const token = randomUUID();
        const { desiredGeneration } = await lease(token);
        const at = '2026-01-05T08:00:00.000Z';
        const intent = { command: 'paint', detail: { number: 1 }, at };
        const refusal = { command: 'paint', fingerprint: 'x', desiredGeneration, problems: [PROBLEM], at };
        await store.commit(key, token, { intent, refusal, attempts: 3, timeline: [], events: [] });
        const first = await store.commit(key, token, { observed: { text: 'one' }, timeline: [], events: [] });
        expect(first).toMatchObject({ observed: { text: 'one' }, intent, refusal, attempts: 3 });
        const second = await store.commit(key, token, {
          intent: null,
          refusal: null,
          timeline: [],
          events: [],
        });
        expect(second).toMatchObject({ observed: { text: 'one' }, intent: null, refusal: null, attempts: 3 });
        expect(await bench.row(key)).toEqual(second);
      });

      it('counts contradictions until it is told otherwise, and over other content', async () => {
        const token = randomUUID();
        const { desiredGeneration } = await lease(token);
        const contradictions = { times: 2, desiredGeneration };
        await store.commit(key, token, { contradictions, timeline: [], events: [] });
        await bench.change(key, { text: 'two' });
        const kept = await store.commit(key, token, { attempts: 1, timeline: [], events: [] });
        expect(kept).toMatchObject({ contradictions, desiredGeneration: desiredGeneration + 1 });
        const none = await store.commit(key, token, { contradictions: null, timeline: [], events: [] });
        expect(none).toMatchObject({ contradictions: null });
      });

      it('answers content that arrived meanwhile and keeps it', async () => {
        const token = randomUUID();
        await lease(token);
        await bench.change(key, { text: 'two' });
        const row = await store.commit(key, token, { observed: { text: 'one' }, timeline: [], events: [] });
        expect(row).toMatchObject({ desired: { text: 'two' }, generation: 2, observed: { text: 'one' } });
      });

      it('changes nothing under a lost lease', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        await bench.pass(TTL + 1);
        await lease(b);
        const step = { observed: { text: 'late' }, timeline: [{ type: 'call', summary: 'late' }] } as const;
        expect(await store.commit(key, a, { ...step, events: [noted('1', 'late')] })).toBeUndefined();
        expect(await store.release(key, a, settled(1, { events: [noted('2', 'late')] }))).toBe('lost');
        expect(await bench.row(key)).toMatchObject({
          observed: null,
          observedGeneration: 0,
          state: 'pending',
        });
        expect(await bench.published(key)).toEqual([]);
        expect(await bench.timeline(key)).not.toContainEqual(expect.objectContaining({ summary: 'late' }));
        expect(await store.release(key, b, settled(1))).toBe('released');
      });

      it('publishes an event once, however often it is stored', async () => {
        const token = randomUUID();
        await lease(token);
        await store.commit(key, token, { timeline: [], events: [noted('1', 'first'), noted('2', 'second')] });
        await store.commit(key, token, { timeline: [], events: [noted('1', 'again'), noted('3', 'third')] });
        expect(await bench.published(key)).toEqual([
          { note: 'first' },
          { note: 'second' },
          { note: 'third' },
        ]);
      });

      it('writes the history in order', async () => {
        const token = randomUUID();
        await lease(token);
        const entry = (summary: string): TimelineEntry => ({ type: 'call', summary, detail: { ms: 1 } });
        await store.commit(key, token, { timeline: [entry('a'), entry('b')], events: [] });
        await store.release(key, token, settled(1, { timeline: [{ type: 'state', summary: 'c' }] }));
        expect((await bench.timeline(key)).slice(-3)).toMatchObject([
          { type: 'call', summary: 'a', detail: { ms: 1 } },
          { type: 'call', summary: 'b' },
          { type: 'state', summary: 'c' },
        ]);
      });
    });

    describe('announce', () => {
      it('keeps the names until the row is left without', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        const row = await store.announce(key, a, ['power:1'], false);
        expect(row).toMatchObject({ waitingFor: ['power:1'], generation: 1, desiredGeneration: 1 });
        await store.release(key, a, settled(1, { state: 'waiting', waitingFor: ['power:1'] }));
        expect(await lease(b)).toMatchObject({ waitingFor: ['power:1'] });
        await store.release(key, b, settled(1));
        expect(await bench.row(key)).toMatchObject({ waitingFor: [] });
      });

      it('moves the row on when its worker has looked already', async () => {
        const token = randomUUID();
        await lease(token);
        const row = await store.announce(key, token, ['power:1'], true);
        expect(row).toMatchObject({ waitingFor: ['power:1'], generation: 2, desiredGeneration: 1 });
        expect(await store.release(key, token, settled(1))).toMatchObject({ generation: 2 });
      });

      it('changes nothing under a lost lease', async () => {
        await lease(randomUUID());
        expect(await store.announce(key, randomUUID(), ['power:1'], true)).toBeUndefined();
        expect(await bench.row(key)).toMatchObject({ waitingFor: [], generation: 1 });
      });
    });

    describe('release', () => {
      it('gives the row back with its state and its next time', async () => {
        const token = randomUUID();
        await lease(token);
        const nextTime = new Date((await bench.now()).getTime() + 60_000);
        const waiting = settled(1, { state: 'waiting', attempts: 2, nextTime, reason: 'a quota' });
        expect(await store.release(key, token, waiting)).toBe('released');
        expect(await bench.row(key)).toMatchObject({ state: 'waiting', attempts: 2, observedGeneration: 1 });
        const due = await bench.dueInMs(key);
        expect(due).toBeGreaterThan(55_000);
        expect(due).toBeLessThanOrEqual(60_000);
        await lease(randomUUID());
      });

      it('leaves a settled row without a next time, until something changes', async () => {
        const token = randomUUID();
        await lease(token);
        await store.release(key, token, settled(1));
        expect(await bench.dueInMs(key)).toBeNull();
        await bench.change(key, { text: 'two' });
        expect(await bench.dueInMs(key)).toBeLessThan(5_000);
        expect(await bench.row(key)).toMatchObject({ generation: 2, observedGeneration: 1 });
      });

      it('keeps by when the row should be done, until it is left without a deadline', async () => {
        const dueAt = new Date('2026-03-04T04:00:00Z');
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        await store.release(key, a, settled(1, { dueAt }));
        expect((await lease(b)).dueAt).toEqual(dueAt);
        await store.release(key, b, settled(1));
        expect((await bench.row(key))?.dueAt).toBeNull();
      });

      it('refuses when the row moved on, changes nothing, and answers it, still leased', async () => {
        const token = randomUUID();
        await lease(token);
        await bench.change(key, { text: 'two' });
        const left = await store.release(key, token, settled(1, { events: [noted('1', 'too early')] }));
        expect(left).toMatchObject({ desired: { text: 'two' }, generation: 2, observedGeneration: 0 });
        expect(await bench.published(key)).toEqual([]);
        expect(await store.lease(key, randomUUID(), TTL)).toBeUndefined();
        expect(await store.release(key, token, settled(2))).toBe('released');
      });

      it('remembers for which content it was parked', async () => {
        const park = async (generation: number) => {
          const token = randomUUID();
          await lease(token);
          await store.release(key, token, settled(generation, { state: 'parked', problems: [PROBLEM] }));
          return bench.row(key);
        };
        expect(await park(1)).toMatchObject({ state: 'parked', parkedGeneration: 1, problems: [PROBLEM] });
        await bench.hint(key, { name: 'refresh', detail: {} });
        expect(await park(2)).toMatchObject({ parkedGeneration: 1, desiredGeneration: 1 });
        await bench.change(key, { text: 'two' });
        expect(await bench.row(key)).toMatchObject({ parkedGeneration: 1, desiredGeneration: 3 });
        expect(await park(3)).toMatchObject({ parkedGeneration: 3 });
      });

      it('keeps the place in the line of a quota until it is left without one', async () => {
        const place = {
          command: 'paint',
          lane: 'price',
          at: '2026-01-05T09:00:00.000Z',
          reason: 'quota',
        } as const;
        const [a, b] = [randomUUID(), randomUUID()];
        expect(await lease(a)).toMatchObject({ place: null });
        await store.release(key, a, settled(1, { state: 'waiting', place }));
        await bench.change(key, { text: 'two' });
        expect(await lease(b)).toMatchObject({ place, desired: { text: 'two' } });
        await store.release(key, b, settled(2));
        expect(await bench.row(key)).toMatchObject({ place: null });
      });

      it.each([
        ['waiting', 3],
        ['parked', 3],
        ['settled', null],
      ] as const)('a row left %s has %p contradictions of 3', async (state, times) => {
        const token = randomUUID();
        const { desiredGeneration } = await lease(token);
        const contradictions = { times: 3, desiredGeneration };
        await store.commit(key, token, { contradictions, timeline: [], events: [] });
        await store.release(key, token, settled(1, { state }));
        expect((await bench.row(key))?.contradictions).toEqual(times === null ? null : contradictions);
      });

      it('keeps that memory when the row settles', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await lease(a);
        await store.release(key, a, settled(1, { state: 'parked', problems: [PROBLEM] }));
        await bench.hint(key, { name: 'refresh', detail: {} });
        await lease(b);
        await store.release(key, b, settled(2));
        expect(await bench.row(key)).toMatchObject({ state: 'settled', problems: null, parkedGeneration: 1 });
      });
    });

    describe('commit of a step that is to be followed by a command', () => {
      const intent = { command: 'paint', detail: { number: 1 }, at: '2026-01-05T08:00:00.000Z' };
      const step = { observed: { text: '' }, intent: null, timeline: [], events: [] };

      it('stores the intent of that as well', async () => {
        const token = randomUUID();
        const { generation } = await lease(token);
        const row = await store.commit(key, token, { ...step, begin: { generation, intent } });
        expect(row).toMatchObject({ observed: { text: '' }, intent });
        expect(await store.commit(key, token, step)).toMatchObject({ intent: null });
      });

      it('stores no intent of a row that moved on, only what the step says', async () => {
        const token = randomUUID();
        const { generation } = await lease(token);
        await store.commit(key, token, {
          intent: { ...intent, command: 'earlier' },
          timeline: [],
          events: [],
        });
        await bench.change(key, { text: 'two' });
        const row = await store.commit(key, token, { ...step, begin: { generation, intent } });
        expect(row).toMatchObject({ observed: { text: '' }, intent: null, generation: generation + 1 });
      });
    });

    describe('finish', () => {
      const step = {
        observed: { text: 'one' },
        intent: null,
        attempts: 0,
        hintRead: 1,
        timeline: [{ type: 'call', summary: 'paint: fact' }],
        events: [noted('1', 'painted')],
      } as const;

      it('stores the step, tells it, and gives the row back, all at once', async () => {
        const token = randomUUID();
        await lease(token);
        const intent = { command: 'paint', detail: {}, at: '2026-01-05T08:00:00.000Z' };
        await store.commit(key, token, { intent, attempts: 2, timeline: [], events: [] });
        const nextTime = new Date((await bench.now()).getTime() + 60_000);
        const dueAt = new Date('2026-03-04T04:00:00Z');
        const end = settled(1, {
          state: 'waiting',
          nextTime,
          dueAt,
          reason: 'later',
          waitingFor: ['power:1'],
        });
        expect(await store.finish(key, token, step, end)).toBe('released');
        expect(await bench.row(key)).toMatchObject({
          observed: { text: 'one' },
          intent: null,
          attempts: 0,
          state: 'waiting',
          observedGeneration: 1,
          dueAt,
          waitingFor: ['power:1'],
        });
        expect(await bench.dueInMs(key)).toBeGreaterThan(55_000);
        expect(await bench.published(key)).toEqual([{ note: 'painted' }]);
        expect((await bench.timeline(key)).at(-1)).toMatchObject({ summary: 'paint: fact' });
        await lease(randomUUID());
      });

      it('stores the step of a row that moved on, and answers it, still leased', async () => {
        const token = randomUUID();
        await lease(token);
        await bench.change(key, { text: 'two' });
        expect(await store.finish(key, token, step, settled(1))).toMatchObject({
          desired: { text: 'two' },
          observed: { text: 'one' },
          generation: 2,
          observedGeneration: 0,
          state: 'pending',
        });
        expect(await bench.published(key)).toEqual([{ note: 'painted' }]);
        expect(await store.lease(key, randomUUID(), TTL)).toBeUndefined();
        expect(await store.release(key, token, settled(2))).toBe('released');
      });

      it('leaves a hint that came meanwhile to be read', async () => {
        const token = randomUUID();
        await lease(token);
        await bench.hint(key, { name: 'verdict', detail: {} });
        expect(await store.finish(key, token, step, settled(1))).toMatchObject({ hint: { name: 'verdict' } });
      });

      it('changes nothing and tells nothing under a lost lease', async () => {
        const [late, next] = [randomUUID(), randomUUID()];
        await lease(late);
        await bench.pass(TTL + 1);
        await lease(next);
        expect(await store.finish(key, late, step, settled(1))).toBe('lost');
        expect(await bench.row(key)).toMatchObject({ observed: null, observedGeneration: 0 });
        expect(await bench.published(key)).toEqual([]);
      });

      it.each([
        ['waiting', 3],
        ['settled', null],
      ] as const)('a row finished as %s has %p contradictions of 3', async (state, times) => {
        const token = randomUUID();
        const { desiredGeneration } = await lease(token);
        const contradictions = { times: 3, desiredGeneration };
        await store.finish(key, token, { contradictions, timeline: [], events: [] }, settled(1, { state }));
        expect((await bench.row(key))?.contradictions).toEqual(times === null ? null : contradictions);
      });
    });

    describe('hints', () => {
      const hint: Hint = { name: 'verdict', detail: { submission: 1 } };

      it('stay until they were read', async () => {
        await bench.hint(key, hint);
        const token = randomUUID();
        expect(await lease(token)).toMatchObject({ hint, generation: 2, desiredGeneration: 1 });
        const read = await store.commit(key, token, { hintRead: 2, timeline: [], events: [] });
        expect(read).toMatchObject({ hint: null });
      });

      it('that come during a read are not taken for read', async () => {
        await bench.hint(key, hint);
        const token = randomUUID();
        await lease(token);
        await bench.hint(key, { name: 'shelf', detail: { shelf: 'off' } });
        const read = await store.commit(key, token, { hintRead: 2, timeline: [], events: [] });
        expect(read).toMatchObject({ generation: 3, hint: expect.objectContaining({}) });
      });

      it('are dealt with when the worker leaves the row and says so', async () => {
        await bench.hint(key, hint);
        const token = randomUUID();
        await lease(token);
        await store.release(key, token, settled(2));
        expect(await bench.row(key)).toMatchObject({ hint: null });
      });

      it('survive a release that did not deal with them', async () => {
        await bench.hint(key, hint);
        const token = randomUUID();
        await lease(token);
        const nextTime = await bench.now();
        await store.release(key, token, settled(2, { state: 'waiting', nextTime, hintRead: undefined }));
        expect(await bench.row(key)).toMatchObject({ hint, observedGeneration: 2 });
      });

      it('that pile up become one that asks for a read and loses no detail', async () => {
        await bench.hint(key, { name: 'shelf', detail: { shelf: 'off', reason: 'complaint' } });
        await bench.hint(key, hint);
        const piled = { name: 'refresh', detail: { shelf: 'off', reason: 'complaint', submission: 1 } };
        expect(await bench.row(key)).toMatchObject({ hint: piled });
        const token = randomUUID();
        await lease(token);
        await store.release(key, token, settled(3));
        await bench.hint(key, hint);
        expect(await bench.row(key)).toMatchObject({ hint });
      });
    });
  });
}
