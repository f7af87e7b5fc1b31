import { repeatingTask, type Logger, type ServicePart } from '@tongbu/platform';
import type { Backfills } from './backfills';

const BUSY_MS = 100;
const IDLE_MS = 1_000;

/** Keeps the backfills of one kind going. Runs in every replica. */
export function backfillRunner(backfills: Backfills, logger: Logger): ServicePart {
  return repeatingTask({
    name: `${backfills.kind} backfills`,
    logger,
    run: async () => {
      const running = await backfills.running();
      for (const id of running) await backfills.advance(id);
      return running.length > 0 ? BUSY_MS : IDLE_MS;
    },
  });
}
