import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, type Logger, type ServicePart } from '@tongbu/platform';

export interface RepeatingTaskOptions {
  readonly name: string;
  /** Answers the pause until the next run, in ms. A run that throws is repeated after a second. */
  readonly run: () => Promise<number>;
  readonly logger: Logger;
}

/** Runs a piece of background work again and again until it is stopped; stopping waits for the run in progress. */
export function repeatingTask({ name, run, logger }: RepeatingTaskOptions): ServicePart {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  const repeat = async () => {
    while (!signal.aborted) {
      const pause = await run().catch((error: unknown) => {
        logger.warn({ task: name }, `failed, trying again: ${messageOf(error)}`);
        return 1_000;
      });
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    name,
    start: () => {
      running = repeat();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
