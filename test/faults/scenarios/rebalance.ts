import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

const STILL_MS = 400;
const RUNNING_MS = 80;
const JOINS = 2;

/** A replica that hardly gets on keeps its partitions, while another one comes and goes and makes the group share anew. */
export function slowConsumer(service: string): Fault {
  return {
    name: `slow-${service}`,
    summary: `one of two ${service} runs at a sixth of its speed while a third joins and leaves`,
    harms: 'everybody',
    prepare: async ({ field }) => void (await field.fleet.add(service)),
    async strike({ field, load }) {
      const slow = field.fleet.of(service)[1];
      const over = new AbortController();
      const slowing = (async () => {
        while (!over.signal.aborted) {
          slow?.freeze();
          await sleep(STILL_MS);
          slow?.thaw();
          await sleep(RUNNING_MS);
        }
      })();
      for (let join = 1; join <= JOINS; join += 1) {
        await load.reaches(0.3 * join);
        await field.fleet.remove(await field.fleet.add(service));
      }
      over.abort();
      await slowing;
      return JOINS;
    },
  };
}
