import type { CloudEvent, CloudEventAttributes, EventRegistry } from '@tongbu/contracts';
import {
  CodedError,
  isRetriable,
  lastFour,
  messageOf,
  traceOf,
  type Clock,
  type Logger,
  type Trace,
} from '@tongbu/platform';
import type { DeadLetters } from './dead-letters';
import type { IncomingMessage } from './incoming-message';
import { checkKey, decodeData, decodeEnvelope, type Refusal } from './kafka-binding';
import type { LaneResult } from './key-lanes';

/**
 * Rejects with a retriable error when the same event may succeed later; with any other when it never will. The event has a
 * `traceparent`: its own, or a new one.
 */
export type EventHandler = (event: CloudEvent, message: IncomingMessage) => Promise<unknown>;

/** What became of one message, for metrics. */
export interface MessageOutcome {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Absent when the message is no readable event. */
  readonly type?: string;
  readonly id?: string;
  /** `skipped`: the type is known, but this service has no handler for it. `retry`: the partition waits and comes back to it. */
  readonly outcome: 'handled' | 'skipped' | 'dead-lettered' | 'retry';
  /** Why, when it was dead-lettered or is tried again. */
  readonly code?: string;
  readonly ms: number;
}

export interface EventProcessorOptions {
  readonly registry: EventRegistry;
  readonly handlers: ReadonlyMap<string, EventHandler>;
  readonly deadLetters: Pick<DeadLetters, 'send'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly onMessage?: (outcome: MessageOutcome) => void;
}

interface Verdict extends Pick<MessageOutcome, 'outcome' | 'code'> {
  readonly reason?: string;
  /** An error nobody gave a code: its stack is wanted in the log. */
  readonly err?: unknown;
}

/** What every incoming message goes through: decode, find the handler, handle, classify the error, count, one log line. */
export class EventProcessor {
  constructor(private readonly options: EventProcessorOptions) {}

  /** Never throws. `done` means that its offset may be committed. */
  async process(message: IncomingMessage): Promise<LaneResult> {
    const startedAt = this.options.clock.monotonic();
    const envelope = decodeEnvelope(message);
    const attributes = envelope.ok ? envelope.value.attributes : undefined;
    const trace = traceOf(attributes?.traceparent);
    const verdict = envelope.ok
      ? await this.take(message, envelope.value, trace)
      : await this.putAside(message, undefined, envelope.refusal.code, envelope.refusal.message);
    this.report(message, attributes, verdict, startedAt, trace);
    return verdict.outcome === 'retry' ? 'retry' : 'done';
  }

  private async take(
    message: IncomingMessage,
    envelope: Parameters<typeof decodeData>[0],
    { traceparent }: Trace,
  ): Promise<Verdict> {
    const { type } = envelope.attributes;
    const handler = this.options.handlers.get(type);
    const refuse = ({ code, message: reason }: Refusal) => this.putAside(message, type, code, reason);
    if (handler === undefined) {
      const unknown = this.unknownType(message.topic, type);
      return unknown === undefined ? { outcome: 'skipped' } : refuse(unknown);
    }
    const wrongKey = checkKey(message.key, envelope.attributes);
    if (wrongKey !== undefined) return refuse(wrongKey);
    const event = decodeData(envelope, this.options.registry);
    if (!event.ok) return refuse(event.refusal);
    try {
      await handler({ ...event.value, traceparent }, message);
      return { outcome: 'handled' };
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'handler-failed';
      if (isRetriable(error)) return { outcome: 'retry', code, reason: messageOf(error) };
      const verdict = await this.putAside(message, type, code, messageOf(error));
      return error instanceof CodedError ? verdict : { ...verdict, err: error };
    }
  }

  /** A type nobody knows is a mistake of the sender; one that only this service does not handle is not. */
  private unknownType(topic: string, type: string): Refusal | undefined {
    const { registry } = this.options;
    if (registry.get(type) !== undefined) return undefined;
    const known = registry.all().filter((definition) => definition.topic === topic);
    const expected = known.map((definition) => definition.type).join(', ');
    return { code: 'type-unknown', message: `type: ${type} is not known, expected one of ${expected}` };
  }

  /** Until Kafka has the dead letter, the message counts as not done. */
  private async putAside(
    message: IncomingMessage,
    type: string | undefined,
    code: string,
    reason: string,
  ): Promise<Verdict> {
    const { registry, deadLetters } = this.options;
    try {
      await deadLetters.send(message, code, reason, registry.mayBeConfidential(message.topic, type));
      return { outcome: 'dead-lettered', code, reason };
    } catch (error) {
      return { outcome: 'retry', code: 'dead-letter-failed', reason: messageOf(error) };
    }
  }

  private report(
    { topic, partition, offset }: IncomingMessage,
    attributes: CloudEventAttributes | undefined,
    { reason, err, ...verdict }: Verdict,
    startedAt: number,
    { traceId }: Trace,
  ): void {
    const { logger, clock, onMessage } = this.options;
    const ms = Math.round((clock.monotonic() - startedAt) * 10) / 10;
    const type = attributes?.type;
    const hide = this.hiderOf(attributes);
    const id = attributes && hide(attributes.id);
    const outcome = { topic, partition, offset, type, id, ...verdict, ms };
    const line = { traceId, ...outcome };
    if (verdict.outcome === 'handled') logger.info(line, 'event');
    else if (verdict.outcome === 'skipped') logger.debug(line, 'event');
    else logger.warn({ ...line, reason: reason && hide(reason), err }, 'event');
    try {
      onMessage?.(outcome);
    } catch (error) {
      logger.error({ err: error }, 'the onMessage hook failed');
    }
  }

  /** Of an event about a person, no text shows who it is: the end of its subject, and nothing of a key that may name another. */
  private hiderOf(attributes: CloudEventAttributes | undefined): (text: string) => string {
    const { type, subject = '' } = attributes ?? {};
    const isPersonal = type !== undefined && this.options.registry.get(type)?.personalSubject === true;
    if (!isPersonal || subject === '') return (text) => text;
    const hidden = lastFour(subject);
    return (text) => text.replaceAll(subject, hidden).replace(/^(Kafka key: .*, got ).+$/, '$1another');
  }
}
