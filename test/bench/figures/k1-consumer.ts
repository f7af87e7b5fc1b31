import type { KafkajsConsumerCommands } from '../baseline/kafkajs-consumer';
import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { filledTopic } from '../measuring/filled-topic';
import { interleave } from '../measuring/interleave';
import type { EventConsumerCommands } from '../ours/event-consumer';

/** What order per key, commits of what is done and back-pressure cost. */
export const consumer: Figure = {
  id: 'K1',
  title: 'our consumer no-op / raw kafkajs eachBatch',
  seconds: 34,
  async run(bench) {
    const of = await filledTopic(bench);
    const raw = bench.start<KafkajsConsumerCommands>('baseline/kafkajs-consumer');
    const ours = bench.start<EventConsumerCommands>('ours/event-consumer');
    const measured = await interleave(
      {
        raw: { measure: async (ms) => (await raw.ask('eachBatch', of(ms))).perSecond },
        ours: { measure: async (ms) => (await ours.ask('noOp', of(ms))).perSecond },
      },
      bench.timing,
    );
    return [
      timesBaseline({
        what: 'messages, nothing done with them',
        unit: '/s',
        ours: measured.ours,
        baseline: { ...measured.raw, name: 'kafkajs eachBatch' },
        gate: 0.5,
        aim: 0.8,
      }),
    ];
  },
};
