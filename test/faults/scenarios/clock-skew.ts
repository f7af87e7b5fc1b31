import { projectRoot } from '@tongbu/testing';
import { join } from 'node:path';
import type { Fault, Scene } from '../fault';
import type { Finding } from '../judging/finding';
import type { Replica } from '../field/replica';

const FIVE_MINUTES = 300_000;
const OFFSETS = [0, FIVE_MINUTES, -FIVE_MINUTES];

/** The wall clock of one replica of each service jumps five minutes ahead, and then to five minutes behind. */
export function clockSkew(): Fault {
  let astray: Replica[] = [];
  return {
    name: 'clock-skew',
    summary: "one of two replicas' wall clock jumps 5 min ahead and then 5 min behind",
    harms: 'everybody',
    async prepare({ field }) {
      astray = [];
      const preload = [join(projectRoot(), 'test/faults/preload/shift-clock.cjs')];
      for (const service of field.fleet.services) {
        astray.push(await field.fleet.add(service, preload, { CLOCK_OFFSETS_MS: OFFSETS.join(',') }));
      }
    },
    async strike({ load, random }) {
      await load.reaches(0.1 + 0.2 * random.next());
      for (const replica of astray) replica.signal('SIGUSR2');
      await load.reaches(0.5 + 0.2 * random.next());
      for (const replica of astray) replica.signal('SIGUSR2');
      return 2 * astray.length;
    },
    check: overQuota,
  };
}

/** WeChat may not have complained of too many calls: the quotas go by the clock of Redis. */
export async function overQuota({ wechat }: Scene): Promise<Finding[]> {
  return Object.entries(await wechat.allStatistics())
    .map(([path, calls]) => ({ path, refused: calls?.quotaRefusals ?? 0 }))
    .filter(({ refused }) => refused > 0)
    .map(({ path, refused }) => ({
      kind: 'other',
      about: path,
      what: `${refused} calls were over WeChat's quota`,
    }));
}
