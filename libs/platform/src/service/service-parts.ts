import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../errors';
import type { Logger } from '../logger';

/** Something that runs as long as the service: a relay, a worker, a pool. */
export interface ServicePart {
  readonly name: string;
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
}

/**
 * Starts the parts of a service in order and stops them in reverse, after the intake has stopped: what is behind
 * outlives what feeds it, so that work in flight can finish.
 */
export class ServiceParts implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly parts: readonly ServicePart[],
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const part of this.parts) await part.start?.();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const part of this.parts.toReversed()) {
      try {
        await part.stop?.();
      } catch (error) {
        this.logger.warn({ part: part.name }, `did not stop cleanly: ${messageOf(error)}`);
      }
    }
  }
}
