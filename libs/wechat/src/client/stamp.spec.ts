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

it('tells WeChat the moment of sending, whatever a request waited for before, and anew when it is repeated', async () => {
  const clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  /** Every grant takes its time. */
  class SlowLimiter extends Limiter {
    override async admit() {
      clock.advance(WAIT_MS);
      return { granted: true as const, expiresAt: clock.monotonic() + 15, giveBack: async () => undefined };
    }
    override async throttled() {
      // Nobody complains here.
    }
    override async snapshot() {
      return [];
    }
  }
  const times: string[] = [];
  const answers = [stale, '{"errcode":0}'];
  const client = new WechatClient({
    limiter: new SlowLimiter(),
    tokens: new MemoryTokenStore(clock),
    clock,
    fetch: async (input, init) => {
      if (String(input).includes('stable_token')) {
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
