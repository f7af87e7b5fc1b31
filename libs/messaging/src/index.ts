export { connectKafkaEvents } from './connect-kafka-events';
export type { ConsumerHealth } from './consumer-pulse';
export type { MessageOutcome } from './event-processor';
export { acceptEvents, Inbox } from './inbox';
export {
  checkKey,
  decodeData,
  decodeEnvelope,
  decodeEvent,
  encodeEvent,
  type Decoded,
  type EncodedEvent,
  type Envelope,
  type KafkaHeaders,
  type KafkaRecord,
  type Refusal,
  type RefusalCode,
} from './kafka-binding';
export { createKafka, type KafkaClientOptions } from './kafka-client';
export { KafkaEventContext } from './kafka-event-context';
export { KafkaEventServer, type KafkaEventServerOptions } from './kafka-event-server';
export { KafkaProducer, type OutgoingRecord } from './kafka-producer';
export { KeepErrorFilter } from './keep-error.filter';
export { messagingMigrationSql } from './messaging-schema';
export { Outbox, OUTBOX_BUCKETS, storeEvents, type OutgoingEvent, type PreparedEvent } from './outbox';
export type { OutboxLag } from './outbox-page';
export { OutboxRelay, type OutboxRelayOptions, type RelayHealth } from './outbox-relay';
export { removeExpired } from './retention';
export { ensureTopics, type TopicDefinition } from './topics';
export * from './probes';
