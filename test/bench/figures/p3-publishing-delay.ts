import type { SendAfterCommitCommands } from '../baseline/send-after-commit';
import type { Bench, Figure, Line } from '../figure';
import { appendTimes, STAMPED_BY_THE_BROKER } from '../measuring/append-times';
import { benchAccount } from '../measuring/bench-account';
import { interleave, type Samples } from '../measuring/interleave';
import type { Program } from '../measuring/program';
import { median, percentile } from '../measuring/statistics';
import { createTopic } from '../measuring/topic';
import type { RelayCommands } from '../ours/relay';

const ROWS_PER_SECOND = 1_000;
const PARTITIONS = 4;

/** How long after its commit an event is on Kafka. */
export const publishingDelay: Figure = {
  id: 'P3',
  title: 'commit to Kafka ack at 1,000 rows a second',
  seconds: 23,
  async run(bench) {
    const direct = await trickling(bench, bench.start<SendAfterCommitCommands>('baseline/send-after-commit'));
    const relay = await trickling(bench, bench.start<RelayCommands>('ours/relay'));
    const p50 = await interleave({ baseline: direct, ours: relay }, bench.timing);
    const p99 = { baseline: direct.p99(bench.timing.rounds), ours: relay.p99(bench.timing.rounds) };
    return [line('half of the events', p50, 15, 8), line('99 % of the events', p99, 60, 30)];
  },
};

/** A side that answers the median of the delays of a measurement, and remembers what 99 % kept. */
async function trickling(bench: Bench, program: Program<Pick<RelayCommands, 'open' | 'trickle'>>) {
  const brokers = bench.kafkaBrokers;
  const topic = await createTopic(brokers, PARTITIONS, STAMPED_BY_THE_BROKER);
  const { appId } = benchAccount();
  await program.ask('open', { databaseUrl: await bench.createDatabase(), topic, appId, brokers });
  const nearlyAll: number[] = [];
  let published = 0;
  return {
    async measure(ms: number): Promise<number> {
      const commits = await program.ask('trickle', ROWS_PER_SECOND, ms);
      published += commits.size;
      const times = await appendTimes(brokers, topic, published);
      // The broker counts whole milliseconds: what it wrote within the one of the commit was not written before it.
      const delays = [...commits].map(([id, at]) => Math.max(0, (times.get(id) ?? Number.NaN) - at));
      nearlyAll.push(percentile(delays, 0.99));
      return median(delays);
    },
    p99(rounds: number): Samples {
      const values = nearlyAll.slice(-rounds);
      return { values, median: median(values) };
    },
  };
}

function line(
  what: string,
  { ours, baseline }: { readonly ours: Samples; readonly baseline: Samples },
  gate: number,
  aim: number,
): Line {
  const unit = 'ms';
  return {
    what: `${what}, commit to ack`,
    ours: { value: ours.median, unit },
    baseline: { value: baseline.median, unit, name: 'sent after the commit, lost in a crash' },
    figure: { value: ours.median, unit },
    gate,
    aim,
    better: 'lower',
    samples: { ours: ours.values, baseline: baseline.values },
  };
}
