import { repeatingTask, type Logger, type ServicePart } from '@tongbu/platform';
import type { Backfills } from './backfills';

const BUSY_MS = 100;
/** While as many rows are on their way as may be: what ends meanwhile makes room for the next page. */
const FULL_MS = 500;
const IDLE_MS = 1_000;

/** Keeps the backfills of one kind going. Runs in every replica. */
export function backfillRunner(backfills: Backfills, logger: Logger): ServicePart {
  return repeatingTask({
    name: `${backfills.kind} backfills`,
    logger,
    run: async () => {
      const running = await backfills.running();
      let hasRoom = false;
      for (const id of running) hasRoom = (await backfills.advance(id)) || hasRoom;
      if (running.length === 0) return IDLE_MS;
      return hasRoom ? BUSY_MS : FULL_MS;
    },
  });
}
