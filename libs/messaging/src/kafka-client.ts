import type { Logger } from '@tongbu/platform';
import { Kafka, logLevel, type LogEntry } from 'kafkajs';

export interface KafkaClientOptions {
  /** `host:port` of each broker to ask first. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Attempts before kafkajs gives up, at most a second apart; 5 (about 3 s) when left out. */
  readonly retries?: number;
}

/** A kafkajs client that logs through ours. */
export function createKafka({ brokers, clientId, logger, retries = 5 }: KafkaClientOptions): Kafka {
  const kafkaLogger = logger.child({ component: 'kafkajs' });
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => writeKafkaLog(kafkaLogger, entry),
  });
}

/** What a group or a new broker answers in the normal course of things. kafkajs asks again, but logs an error first. */
const EXPECTED = [
  'The group coordinator is not available',
  "The coordinator is loading and hence can't process requests for this group",
  'This is not the correct coordinator for this group',
  'There is no leader for this topic-partition as we are in the middle of a leadership election',
  'This server is not the leader for that topic-partition',
  'The group is rebalancing, so a rejoin is needed',
  'The group member needs to have a valid member id before actually entering a consumer group',
  'trying another broker from the list',
  'Limiting retries for the idempotent producer may invalidate EoS guarantees',
];

/**
 * kafkajs' own messages: its information is our detail, its expected retries are no errors, and a connection it opens
 * again is a warning.
 */
export function writeKafkaLog(logger: Logger, { namespace, level, log }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields } = log;
  const said = `${message} ${typeof fields['error'] === 'string' ? fields['error'] : ''}`;
  const expected = EXPECTED.some((text) => said.includes(text));
  const details = { namespace, ...fields };
  if (expected || level > logLevel.WARN) logger.debug(details, message);
  else if (level === logLevel.WARN || namespace === 'Connection') logger.warn(details, message);
  else logger.error(details, message);
}
