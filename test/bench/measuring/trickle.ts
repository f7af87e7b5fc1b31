import { setTimeout as sleep } from 'node:timers/promises';

/** Starts `work` so many times in a second, evenly spread, whatever it takes; resolves when all of it is done. */
export async function trickle(perSecond: number, ms: number, work: () => Promise<unknown>): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const from = performance.now();
  let started = 0;
  while (performance.now() - from < ms) {
    for (const due = ((performance.now() - from) * perSecond) / 1000; started < due; started += 1) {
      const one = work().finally(() => underWay.delete(one));
      underWay.add(one);
    }
    await sleep(1);
  }
  await Promise.all(underWay);
}

/** Now, in ms since 1970 with fractions, as other processes of this machine see it. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now();
}
