import { Driver, MemoryRowStore, type ChannelResult } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import type { OrderFacts } from '../orders/order-facts';
import {
  AFTERSALE_WINDOW,
  aftersaleWindowPlanner,
  type DesiredWindow,
  type ObservedWindow,
} from './aftersale-window';
import { AftersaleWindowExecutor } from './aftersale-window.executor';

const UNTIL = '2026-05-01T00:00:00.000Z';
const MINUTE = 60_000;
const note = { rid: 'r' };
const unanswered: ChannelResult<void> = {
  ok: false,
  error: { kind: 'unknown-outcome', reason: 'no answer' },
  note,
} as never;
const refused = (code: number): ChannelResult<void> =>
  ({
    ok: false,
    error: {
      kind: 'refused',
      code,
      class: 'permanent',
      scope: 'entity',
      explanation: { meaning: '', meaningZh: '', fix: '', fixZh: '' },
    },
    note,
  }) as never;

/** A window whose extension WeChat answers like this, one answer after the other. */
function world(...answers: ChannelResult<void>[]) {
  const clock = new FakeClock(new Date('2026-03-04T04:00:00Z'));
  const store = new MemoryRowStore<DesiredWindow, ObservedWindow>(clock);
  const key = { appId: 'wx7f3d2a9c5b1e8046', kind: AFTERSALE_WINDOW, entityId: 'T1' };
  const facts: OrderFacts = {
    atWechat: { openId: 'o1', collectedBy: 'component', lines: [] },
    returnAddress: null,
  };
  const sent: string[] = [];
  const channel = {
    extendWindow: (_: unknown, __: unknown, until: Date) => {
      sent.push(until.toISOString());
      return Promise.resolve(answers.shift() ?? { ok: true as const, value: undefined, note });
    },
  };
  const leases = {
    during: <T>(_: string, __: string, work: (before: number) => Promise<T>) => work(Infinity),
  };
  const orders = { find: () => Promise.resolve(facts) };
  const executor = new AftersaleWindowExecutor(channel, leases, orders, clock);
  const driver = new Driver(aftersaleWindowPlanner, executor, store, clock, {}, () => 0.5);
  store.change(key, { until: UNTIL, at: clock.now().toISOString() });
  return {
    sent,
    told: () => store.events.map(({ type }) => type),
    problems: () => store.row(key)?.problems?.map(({ code }) => code),
    async drive() {
      await driver.drive(key);
      clock.advance(MINUTE);
    },
  };
}

it('extends once and tells it once', async () => {
  const extended = world();
  await extended.drive();
  await extended.drive();
  expect(extended.sent).toEqual([UNTIL]);
  expect(extended.told()).toEqual(['wechat.aftersale.window-extended.v1']);
});

it('takes a period that WeChat extended without an answer for extended, not for refused', async () => {
  const lost = world(unanswered, refused(1010060));
  await lost.drive();
  await lost.drive();
  expect(lost.told()).toEqual(['wechat.aftersale.window-extended.v1']);
  expect(lost.sent).toEqual([UNTIL, UNTIL]);
});

it.each([1010060, 1010001])('parks what WeChat refuses at once with %s', async (code) => {
  const early = world(refused(code));
  await early.drive();
  expect(early.problems()).toEqual([String(code)]);
  expect(early.told()).toEqual(['wechat.aftersale.parked.v1']);
});
