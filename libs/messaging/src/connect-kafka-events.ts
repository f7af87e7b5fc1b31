import type { INestApplication } from '@nestjs/common';
import { NestMicroservice, type MicroserviceOptions } from '@nestjs/microservices';
import { KeepErrorFilter } from './keep-error.filter';
import type { KafkaEventServer } from './kafka-event-server';

/**
 * Makes the application's `@EventPattern` handlers listen to `server` and keeps their errors as they were thrown. Call
 * `app.init()` and then `app.startAllMicroservices()` to start consuming.
 */
export function connectKafkaEvents(app: INestApplication, server: KafkaEventServer): void {
  // Nest reads the filters when it registers the handlers, so that must come after the filter.
  const events = app.connectMicroservice<MicroserviceOptions>(
    { strategy: server },
    { deferInitialization: true },
  );
  if (!(events instanceof NestMicroservice))
    throw new TypeError('expected Nest to connect a NestMicroservice');
  events.useGlobalFilters(new KeepErrorFilter());
  events.registerListeners();
  events.setIsInitialized(true);
  events.setIsInitHookCalled(true);
}
