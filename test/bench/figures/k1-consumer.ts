import type { KafkajsConsumerCommands } from '../baseline/kafkajs-consumer';
import type { NestConsumerCommands } from '../baseline/nest-consumer';
import type { Figure } from '../figure';
import { timesBaseline } from '../measuring/compare';
import { filledTopic } from '../measuring/filled-topic';
import { interleave } from '../measuring/interleave';
import type { EventConsumerCommands } from '../ours/event-consumer';
import type { EventServerCommands } from '../ours/event-server';

const MESSAGES = 400_000;

/** What order per key, commits of what is done and back-pressure cost; then the same with decoding and checks. */
export const consumer: Figure = {
  id: 'K1',
  title: 'our consumer no-op / raw kafkajs eachBatch',
  seconds: 50,
  async run(bench) {
    const of = await filledTopic(bench, MESSAGES);
    const raw = bench.start<KafkajsConsumerCommands>('baseline/kafkajs-consumer');
    const nest = bench.start<NestConsumerCommands>('baseline/nest-consumer');
    const ours = bench.start<EventConsumerCommands>('ours/event-consumer');
    const server = bench.start<EventServerCommands>('ours/event-server');
    const measured = await interleave(
      {
        raw: { measure: async (ms) => (await raw.ask('eachBatch', of(ms))).perSecond },
        ours: { measure: async (ms) => (await ours.ask('noOp', of(ms))).perSecond },
        nest: { measure: async (ms) => (await nest.ask('noOp', of(ms))).perSecond },
        server: { measure: async (ms) => (await server.ask('noOp', of(ms))).perSecond },
      },
      bench.timing,
    );
    const unit = '/s';
    return [
      timesBaseline({
        what: 'messages, nothing done with them',
        unit,
        ours: measured.ours,
        baseline: { ...measured.raw, name: 'kafkajs eachBatch' },
        gate: 0.5,
        aim: 0.8,
      }),
      timesBaseline({
        what: 'events decoded, checked, logged',
        unit,
        ours: measured.server,
        baseline: { ...measured.nest, name: "Nest's own transport, JSON only" },
      }),
    ];
  },
};
