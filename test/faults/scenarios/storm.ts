import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from '../fault';
import { SOON_LOOKED_FOR } from './callbacks';

/** What WeChat does all the while, each to a few calls or callbacks in a hundred. */
const DRIZZLE: readonly object[] = [
  { kind: 'reset', probability: 0.03 },
  { kind: 'html', probability: 0.02 },
  { kind: 'system-error', probability: 0.03 },
  { kind: 'latency', probability: 0.05, ms: 1_500 },
  { kind: 'applied-but-timed-out', probability: 0.02, ms: 11_000 },
  { kind: 'token-expired', probability: 0.02 },
  ...SOON_LOOKED_FOR.map((event) => ({ kind: 'drop', event, probability: 0.15 })),
  { kind: 'double', probability: 0.15 },
  { kind: 'reorder', probability: 0.2, ms: 3_000 },
];
const BLOWS = 4;
const BETWEEN_MS = 1_500;

/** Everything at once: WeChat unreliable, and blow after blow against processes and parts, as the seed has it. */
export const storm: Fault = {
  name: 'storm',
  summary: `two replicas of everything, WeChat unreliable, and ${BLOWS} kills of processes and parts in a row`,
  harms: 'everybody',
  limitMs: 150_000,
  replicas: 2,
  async strike(scene) {
    const { wechat, load, random } = scene;
    const armed = await Promise.all(DRIZZLE.map((fault) => wechat.arm(fault)));
    await load.reaches(0.1);
    for (let blow = 1; blow <= BLOWS; blow += 1) {
      await strikeOnce(scene);
      await sleep(random.between(0, BETWEEN_MS));
    }
    await load.reaches(1);
    const struck = await Promise.all(armed.map((fault) => fault.end()));
    return struck.reduce((sum, times) => sum + times, BLOWS);
  },
};

async function strikeOnce({ field, random }: Scene): Promise<void> {
  const { postgres, redis, kafka } = field.stack.parts;
  const part = [postgres, redis, kafka][random.between(0, 5)];
  if (part !== undefined) {
    await part.kill();
    await part.start();
    return;
  }
  const replicas = field.fleet.services.flatMap((service) => field.fleet.of(service));
  const replica = replicas[random.between(0, replicas.length - 1)];
  await replica?.kill();
  await replica?.start();
}
