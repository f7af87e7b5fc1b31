import type { EventRegistry } from '@tongbu/contracts';
import { CodedError } from '@tongbu/platform';
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { EventHandler } from './event-processor';
import { KafkaEventContext } from './kafka-event-context';

/** The handlers a service declared with `@EventPattern`, by event type. Names everything that is wrong with them. */
export function readHandlers(
  declared: ReadonlyMap<string, MessageHandler>,
  registry: EventRegistry,
  topics: readonly string[],
): ReadonlyMap<string, EventHandler> {
  const wrong: string[] = [];
  for (const [type, handler] of declared) {
    const definition = registry.get(type);
    if (definition === undefined) wrong.push(`${type}: no such event type`);
    else if (!topics.includes(definition.topic))
      wrong.push(`${type}: travels on ${definition.topic}, not subscribed`);
    if (handler.next !== undefined) wrong.push(`${type}: handled twice`);
  }
  if (wrong.length > 0) {
    throw new CodedError(
      'event-handlers-wrong',
      `event handlers are declared wrongly:\n  ${wrong.join('\n  ')}`,
      false,
    );
  }
  return new Map([...declared].map(([type, handler]) => [type, toEventHandler(handler)]));
}

/** Waits for the promise and, as Nest wraps what interceptors and filters touch, for the stream it may lead to. */
function toEventHandler(handler: MessageHandler): EventHandler {
  return async (event, message) => {
    try {
      const result: unknown = await handler(event, new KafkaEventContext([message]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw isHiddenByNest(error) ? hiddenError() : error;
    }
  };
}

/** Nest's default exception filter replaces errors by this object, and with them whether trying again can help. */
function isHiddenByNest(error: unknown): boolean {
  return typeof error === 'object' && error !== null && !(error instanceof Error) && 'status' in error;
}

function hiddenError(): CodedError {
  return new CodedError(
    'handler-error-hidden',
    'a handler failed and Nest hid the error; connect the server with connectKafkaEvents, or use KeepErrorFilter',
    true,
  );
}
