import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { measurePushes } from './push-rates';

/** The whole way of a price from the merchant's event to WeChat, against the usual way to build it. */
export const usualWay: Figure = {
  id: 'Q2',
  title: "pushes from Kafka to WeChat / Nest's Kafka transport, one save and one add per event",
  seconds: 1,
  async run(bench) {
    const { ours, usualWay: baseline } = await measurePushes(bench);
    return [
      timesBaseline({
        what: 'pushes',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'the usual way' },
        gate: 3,
        aim: 6,
      }),
    ];
  },
};
