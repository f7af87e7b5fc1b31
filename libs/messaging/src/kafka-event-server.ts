import type { EventRegistry } from '@tongbu/contracts';
import { SystemClock, type Clock, type Logger } from '@tongbu/platform';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ConsumerHealth } from './consumer-pulse';
import { DeadLetters } from './dead-letters';
import { CONSUMER_RETRIES, EventConsumer } from './event-consumer';
import { EventProcessor, type MessageOutcome } from './event-processor';
import { createKafka } from './kafka-client';
import { KafkaProducer } from './kafka-producer';
import { readHandlers } from './nest-handlers';

export interface KafkaEventServerOptions {
  /** `host:port` of each broker to ask first. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly groupId: string;
  /** Topics to subscribe to. They must exist, and so must their `.dlq`. */
  readonly topics: readonly string[];
  readonly registry: EventRegistry;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Messages of different keys handled side by side, per partition; 32 when left out. */
  readonly concurrency?: number;
  /** Partitions worked on at a time, of all topics; 8 when left out. */
  readonly partitionsInParallel?: number;
  /** Called once per message with what became of it, for metrics. */
  readonly onMessage?: (outcome: MessageOutcome) => void;
  /** After this silence the group gives the partitions to others; 10 000 ms when left out. */
  readonly sessionTimeoutMs?: number;
  /** How soon a member hears that others have come or gone; 1 000 ms when left out, at most a third of the session time-out. */
  readonly heartbeatIntervalMs?: number;
}

/**
 * Nest transport that calls the `@EventPattern<string>('<event type>')` handlers of a service with CloudEvents from
 * Kafka. A handler gets `(event: CloudEvent, context: KafkaEventContext)`; its offset is committed after it resolved.
 * A retriable error makes the partition wait and come back to that event; any other error makes it a dead letter.
 */
export class KafkaEventServer extends Server implements CustomTransportStrategy {
  /** Errors of handlers are classified and logged here, so Nest need not. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly producer: KafkaProducer;
  private consumer: EventConsumer | undefined;
  private heldBeforeStart = false;

  constructor(private readonly options: KafkaEventServerOptions) {
    super();
    this.producer = new KafkaProducer(createKafka(options));
  }

  /** Starts consuming and returns at once; {@link health} tells when it has joined. Kafka may be away meanwhile. */
  override listen(callback: (error?: unknown) => void): void {
    try {
      this.consumer = this.createConsumer();
    } catch (error) {
      callback(error);
      return;
    }
    if (this.heldBeforeStart) this.consumer.pause();
    this.consumer.start();
    // The first dead letter should not wait for a connection. Should this fail, it connects then.
    this.producer.connect().catch(() => undefined);
    callback();
  }

  /** Stops taking messages, finishes and commits those in hand, and leaves the group. */
  override async close(): Promise<void> {
    await this.consumer?.close();
    await this.producer.close();
  }

  /** Back-pressure: takes no new message until {@link resume}, and keeps its partitions. */
  pause(): void {
    this.heldBeforeStart = true;
    this.consumer?.pause();
  }

  resume(): void {
    this.heldBeforeStart = false;
    this.consumer?.resume();
  }

  health(): ConsumerHealth {
    return this.consumer?.health() ?? NOT_STARTED;
  }

  override on(): never {
    throw new Error('KafkaEventServer has no events; use onMessage and health()');
  }

  override unwrap(): never {
    throw new Error('KafkaEventServer keeps its Kafka client to itself');
  }

  private createConsumer(): EventConsumer {
    const { options, producer } = this;
    const { groupId, topics, registry, logger, onMessage, clock = new SystemClock() } = options;
    const handlers = readHandlers(this.getHandlers(), registry, topics);
    const deadLetters = new DeadLetters(producer, groupId, clock);
    return new EventConsumer({
      kafka: createKafka({ ...options, retries: CONSUMER_RETRIES }),
      groupId,
      topics,
      logger,
      clock,
      processor: new EventProcessor({ registry, handlers, deadLetters, logger, clock, onMessage }),
      concurrency: options.concurrency ?? 32,
      partitionsInParallel: options.partitionsInParallel ?? 8,
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 1_000,
    });
  }
}

const NOT_STARTED: ConsumerHealth = {
  joined: false,
  lastHeartbeatAt: null,
  stoppedSince: null,
  lastCrash: null,
  paused: false,
  partitionsBackingOff: 0,
};
