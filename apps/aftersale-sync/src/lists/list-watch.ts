import { repeatingTask, type Logger, type ServicePart } from '@tongbu/platform';
import type { ListReader } from './list-reader';

/** How often it is looked whether a list is due. */
const LOOK_MS = 2_000;

/** Reads WeChat's lists of every mini program again and again. */
export function listWatch(reader: ListReader, appIds: () => readonly string[], logger: Logger): ServicePart {
  return repeatingTask({
    name: 'lists of after-sales',
    logger,
    run: async () => {
      for (const appId of appIds()) {
        await reader.read(appId, 'aftersales');
        await reader.read(appId, 'complaints');
      }
      return LOOK_MS;
    },
  });
}
