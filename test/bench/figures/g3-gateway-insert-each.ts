import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { measureStores } from './gateway-store';

/** What the gateway gains over the usual way to make a callback durable. */
export const gatewayInsertEach: Figure = {
  id: 'G3',
  title: 'gateway with durable commit / one INSERT per request',
  seconds: 1,
  async run(bench) {
    const { ours, insertEach: baseline } = await measureStores(bench);
    return [
      timesBaseline({
        what: 'durable callbacks',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'node:http, pg, an INSERT each' },
        gate: 1.7,
        aim: 2,
      }),
    ];
  },
};
