import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { measurePushes } from './push-rates';

/** The whole way of a price from the merchant's event to WeChat, as a part of what the queue alone could do. */
export const pushes: Figure = {
  id: 'Q1',
  title: 'pushes from Kafka to WeChat, limiter never in the way / raw BullMQ no-op at 100',
  seconds: 50,
  async run(bench) {
    const { ours, bullmq: baseline } = await measurePushes(bench);
    return [
      timesBaseline({
        what: 'pushes',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'BullMQ jobs that do nothing' },
        gate: 0.25,
        aim: 0.39,
      }),
    ];
  },
};
