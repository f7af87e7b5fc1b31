import { deadLetterTopic } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { IncomingMessage } from './incoming-message';
import type { KafkaProducer } from './kafka-producer';

/** Stands where confidential data was; the headers say where the message itself lies. */
const HIDDEN =
  '{"hidden":"confidential data is not copied: read the message where the headers x-tongbu-topic, -partition and -offset say"}';

/** Longest reason that goes into a header; the log has all of it. */
const REASON_LIMIT = 4_000;

/**
 * Puts messages that can never be handled aside on `<topic>.dlq`: their key, value and headers as they were, and why. A
 * value that may be confidential is left where it is.
 */
export class DeadLetters {
  constructor(
    private readonly producer: Pick<KafkaProducer, 'send'>,
    private readonly groupId: string,
    private readonly clock: Clock,
  ) {}

  /** Resolves when Kafka has acknowledged the dead letter on every in-sync replica. */
  async send(message: IncomingMessage, code: string, reason: string, confidential = false): Promise<void> {
    const { topic, partition, offset, key, value, headers } = message;
    await this.producer.send([
      {
        topic: deadLetterTopic(topic),
        key,
        value: confidential ? HIDDEN : value,
        headers: {
          ...headers,
          'x-tongbu-reason-code': code,
          'x-tongbu-reason': reason.slice(0, REASON_LIMIT),
          'x-tongbu-topic': topic,
          'x-tongbu-partition': String(partition),
          'x-tongbu-offset': offset,
          'x-tongbu-time': this.clock.now().toISOString(),
          'x-tongbu-group': this.groupId,
        },
      },
    ]);
  }
}
