import type { KafkaHeaders } from './kafka-binding';

/** A record as it was read, with its place in the log. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: KafkaHeaders;
}
