import { CodedError, type Clock, type HealthProbe, type Metrics } from '@tongbu/platform';
import type { MessageOutcome } from './event-processor';
import type { KafkaEventServer } from './kafka-event-server';
import type { OutboxRelay } from './outbox-relay';

/** A consumer that stood still this long is not coming back by itself. */
const STOPPED_TOO_LONG_MS = 60_000;

/** Ready when the consumer has joined its group; not alive when it has been stopped for a minute. */
export function consumerProbes(server: KafkaEventServer, clock: Clock): HealthProbe[] {
  return [
    {
      name: 'kafka',
      kind: 'ready',
      check: () => {
        if (!server.health().joined)
          throw new CodedError('kafka-not-joined', 'the consumer has not joined', true);
      },
    },
    {
      name: 'kafka-consumer',
      kind: 'live',
      check: () => {
        const { stoppedSince, lastCrash } = server.health();
        if (stoppedSince === null || clock.now().getTime() - stoppedSince.getTime() < STOPPED_TOO_LONG_MS)
          return;
        throw new CodedError(
          'kafka-stopped',
          `stopped since ${stoppedSince.toISOString()}: ${lastCrash?.message ?? 'no reason given'}`,
          false,
        );
      },
    },
  ];
}

/** Counts messages by outcome, and shows how far the outbox is behind. */
export function messagingMetrics(metrics: Metrics): {
  readonly onMessage: (outcome: MessageOutcome) => void;
  readonly watch: (relay: OutboxRelay) => void;
} {
  const messages = metrics.histogram('message_seconds', 'Messages from Kafka by outcome', [
    'topic',
    'outcome',
  ]);
  return {
    onMessage: ({ topic, outcome, ms }) => messages.observe({ topic, outcome }, ms / 1000),
    watch: (relay) => {
      metrics.gauge('outbox_unpublished', 'Events that wait to be published', [], async () => [
        { labels: {}, value: (await relay.lag()).unpublished },
      ]);
      metrics.gauge(
        'outbox_lag_seconds',
        'Age of the oldest event that waits to be published',
        [],
        async () => [{ labels: {}, value: (await relay.lag()).oldestMs / 1000 }],
      );
    },
  };
}
