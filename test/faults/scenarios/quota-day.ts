import { eventually } from '@tongbu/testing';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from '../fault';
import type { Finding } from '../judging/finding';

const PATH = '/shop/spu/update_without_audit';
/** Calls that were under way when WeChat complained come to their end within this time. */
const UNDER_WAY_MS = 1_000;
const WATCH_MS = 5_000;

/**
 * WeChat says that the day's quota of one interface is used up: it is left alone until the day turns, and all else goes
 * on. Since no test waits for midnight, the day turns by hand: the park is taken out of Redis, and who waits is woken.
 */
export function quotaDay(): Fault {
  let findings: Finding[] = [];
  return {
    name: 'quota-day',
    summary: '45009: no more price changes today. The interface is left alone until the day turns',
    harms: 'mini-program',
    limitMs: 120_000,
    async strike(scene) {
      const { wechat, load } = scene;
      findings = [];
      const armed = await wechat.arm({ kind: 'quota', path: PATH });
      await eventually(async () => (await armed.struck()) > 0, { timeoutMs: 60_000, intervalMs: 100 });
      await sleep(UNDER_WAY_MS);
      const before = await callsOf(scene);
      await load.reaches(1);
      await sleep(WATCH_MS);
      const more = (await callsOf(scene)) - before;
      if (more > 0)
        findings.push({ kind: 'other', about: PATH, what: `called ${more} times on a day without quota` });
      if (!(await turnTheDay(scene))) findings.push({ kind: 'other', about: PATH, what: 'was not parked' });
      return armed.end();
    },
    check: async () => findings,
  };
}

async function callsOf({ wechat }: Scene): Promise<number> {
  return (await wechat.allStatistics())[PATH]?.total ?? 0;
}

/** Answers whether there was a park to take away. */
async function turnTheDay(scene: Scene): Promise<boolean> {
  const { field, appId, stage } = scene;
  const redis = new Redis(field.stack.redisUrl);
  let parked = 0;
  try {
    for await (const keys of redis.scanStream({
      match: `${field.redisPrefix}:quota:{${appId}}:*`,
      type: 'hash',
    })) {
      for (const key of keys as string[]) parked += await redis.hdel(key, 'parkedUntil');
    }
  } finally {
    redis.disconnect();
  }
  const answer = await stage.request('catalog-sync', 'GET', 'products?state=waiting&limit=500');
  const { items } = (await answer.json()) as { items: { entityId: string }[] };
  for (const { entityId } of items) await stage.request('catalog-sync', 'POST', `products/${entityId}/retry`);
  return parked > 0;
}
