import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { measureStores } from './gateway-store';

/** What the gateway costs beside the commit that makes a callback durable. */
export const gatewayGroupCommit: Figure = {
  id: 'G2',
  title: 'gateway with durable commit / bare http with the same group commit',
  seconds: 48,
  async run(bench) {
    const { ours, groupCommit: baseline } = await measureStores(bench);
    return [
      timesBaseline({
        what: 'durable callbacks',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'node:http, pg, group commit' },
        gate: 0.7,
        aim: 0.85,
      }),
    ];
  },
};
