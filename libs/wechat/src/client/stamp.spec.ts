import type { Clock } from '@tongbu/platform';
import { FakeClock } from '@tongbu/testing';
import { z } from 'zod';
import { testAccount } from '../../test-support/token-store.suite';
import { json, timeText } from '../endpoints/wire';
import { ownPace } from '../endpoints/quotas';
import { Limiter } from '../limiter';
import { defineEndpoint } from './endpoint';
import { MemoryTokenStore } from './memory-token-store';
import { WechatClient } from './wechat-client';

const WAIT_MS = 20_000;
const stale = '{"errcode":40001,"errmsg":"stale"}';

const place = defineEndpoint({
  path: '/shop/order/add',
  write: true,
  quota: ownPace('order-add'),
  request: z.object({ id: z.string() }).transform((order) => json(order)),
  stamp: (now) => ({ create_time: timeText(now) }),
  response: z.unknown(),
});

class FreeLimiter extends Limiter {
  override async admit() {
    return { granted: true as const, expiresAt: Infinity, giveBack: async () => undefined };
  }
  override async throttled() {
    // Nobody complains here.
  }
  override async snapshot() {
    return [];
  }
}

it('tells WeChat the moment of sending, whatever a request waited for before, and anew when it is repeated', async () => {
  const clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  /** Every grant takes its time. */
  class SlowLimiter extends FreeLimiter {
    override async admit() {
      clock.advance(WAIT_MS);
      return super.admit();
    }
  }
  const times: string[] = [];
  const answers = [stale, '{"errcode":0}'];
  const client = new WechatClient({
    limiter: new SlowLimiter(),
    tokens: new MemoryTokenStore(clock),
    clock,
    fetch: async (input, init) => {
      if (input.includes('stable_token')) {
        return new Response('{"access_token":"TOKEN","expires_in":7200}');
      }
      times.push((JSON.parse(String(init?.body)) as { create_time: string }).create_time);
      return new Response(answers.shift());
    },
  });
  await client.call(place, { id: 'T1' }, { account: testAccount(), lane: 'checkout' });
  // The first token, the order, the second token, the order again: each took its 20 s.
  expect(times).toEqual(['2026-03-02 12:00:40', '2026-03-02 12:01:20']);
});

it('goes by the clock of WeChat when its own is wrong, and repeats what was refused for that', async () => {
  const TRUE_AT = Date.parse('2026-03-02T04:00:00Z');
  const clock = new FakeClock(new Date(TRUE_AT));
  const truth = () => new Date(TRUE_AT + clock.monotonic());
  const clockOff = (ms: number): Clock => ({
    now: () => new Date(truth().getTime() + ms),
    monotonic: () => clock.monotonic(),
  });
  let asked = 0;
  const clientWith = (off: number) => {
    const wrong = clockOff(off);
    return new WechatClient({
      limiter: new FreeLimiter(),
      tokens: new MemoryTokenStore(wrong),
      clock: wrong,
      fetch: async (input, init) => {
        if (input.includes('stable_token')) {
          return new Response('{"access_token":"TOKEN","expires_in":7200}');
        }
        asked += 1;
        const { create_time } = JSON.parse(String(init?.body)) as { create_time: string };
        const told = Date.parse(`${create_time.replace(' ', 'T')}+08:00`);
        const isRight = Math.abs(told - truth().getTime()) <= 5_000;
        const body = isRight ? '{"errcode":0}' : '{"errcode":40097,"errmsg":"invalid args: create_time"}';
        clock.advance(120);
        return new Response(body, { headers: { date: truth().toUTCString() } });
      },
    });
  };
  for (const off of [0, 300_000, -300_000]) {
    const client = clientWith(off);
    for (const [id, attempts] of [
      ['T1', off === 0 ? 1 : 2],
      ['T2', 1],
    ] as const) {
      asked = 0;
      const result = await client.call(place, { id }, { account: testAccount(), lane: 'checkout' });
      expect([off, id, result.ok, asked]).toEqual([off, id, true, attempts]);
      clock.advance(90_000);
    }
  }
});
