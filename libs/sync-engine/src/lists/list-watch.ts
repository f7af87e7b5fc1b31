import { repeatingTask, type Logger, type ServicePart } from '@tongbu/platform';
import type { ListReader, WatchedList } from './list-reader';

/** How often it is looked whether a list is due. */
const LOOK_MS = 2_000;

/** Reads WeChat's lists of every mini program again and again. */
export function listWatch(
  reader: ListReader,
  lists: readonly WatchedList[],
  appIds: () => readonly string[],
  logger: Logger,
): ServicePart {
  return repeatingTask({
    name: `lists of ${lists.map(({ name }) => name).join(' and ')}`,
    logger,
    run: async () => {
      for (const appId of appIds()) for (const list of lists) await reader.read(appId, list);
      return LOOK_MS;
    },
  });
}
