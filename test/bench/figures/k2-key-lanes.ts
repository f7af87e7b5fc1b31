import type { KafkajsConsumerCommands } from '../baseline/kafkajs-consumer';
import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { filledTopic } from '../measuring/filled-topic';
import { interleave } from '../measuring/interleave';
import type { EventConsumerCommands } from '../ours/event-consumer';

/** What is gained by handling different keys of one partition side by side, in order for each of them. */
export const keyLanes: Figure = {
  id: 'K2',
  title: 'key lanes / eachMessage, 1 ms of I/O',
  seconds: 23,
  async run(bench) {
    const of = await filledTopic(bench);
    const raw = bench.start<KafkajsConsumerCommands>('baseline/kafkajs-consumer');
    const lanes = bench.start<EventConsumerCommands>('ours/event-consumer');
    let violations = 0;
    const { ours, baseline } = await interleave(
      {
        baseline: { measure: async (ms) => (await raw.ask('eachMessageWithIo', of(ms))).perSecond },
        ours: {
          measure: async (ms) => {
            const consumed = await lanes.ask('withIo', of(ms));
            violations += consumed.orderViolations;
            return consumed.perSecond;
          },
        },
      },
      bench.timing,
    );
    return [
      timesBaseline({
        what: 'messages with 1 ms of I/O each',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'eachMessage on 8 partitions' },
        gate: 8,
        aim: 15,
        conditions: [{ what: `order violations ${violations}`, met: violations === 0 }],
      }),
    ];
  },
};
