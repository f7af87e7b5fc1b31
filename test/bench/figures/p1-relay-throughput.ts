import type { RawDrainCommands } from '../baseline/raw-drain';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { timesBaseline } from '../measuring/compare';
import { interleave } from '../measuring/interleave';
import { createTopic } from '../measuring/topic';
import type { RelayCommands } from '../ours/relay';

/** So that a round at the relay lasts about as long as it should. */
const ROWS_PER_MS = 12;
const PARTITIONS = 4;

/** How fast the outbox is published, as a part of how fast it could be read. */
export const relayThroughput: Figure = {
  id: 'P1',
  title: 'relay to Kafka / raw SKIP LOCKED drain',
  seconds: 18,
  async run(bench) {
    const { appId } = benchAccount();
    const topic = await createTopic(bench.kafkaBrokers, PARTITIONS);
    const raw = bench.start<RawDrainCommands>('baseline/raw-drain');
    const relay = bench.start<RelayCommands>('ours/relay');
    await raw.ask('open', { databaseUrl: await bench.createDatabase(), topic, appId });
    const brokers = bench.kafkaBrokers;
    await relay.ask('open', { databaseUrl: await bench.createDatabase(), topic, appId, brokers });
    const { ours, baseline } = await interleave(
      {
        baseline: { measure: (ms) => raw.ask('drain', ms * ROWS_PER_MS) },
        ours: { measure: (ms) => relay.ask('publish', ms * ROWS_PER_MS) },
      },
      bench.timing,
    );
    return [
      timesBaseline({
        what: 'outbox rows',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'read and marked, sent nowhere' },
        gate: 0.25,
        aim: 0.5,
      }),
    ];
  },
};
