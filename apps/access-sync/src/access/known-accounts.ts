import { messageOf, type Logger, type ServicePart } from '@tongbu/platform';
import { REFRESH, type KindRuntime } from '@tongbu/sync-engine';
import { nothingWanted, type DesiredAccess, type ObservedAccess } from './access';

/** Every configured mini program has a row from the start, so that what it has is known before anybody asks for more. */
export function knownAccounts(
  { intake }: Pick<KindRuntime<DesiredAccess, ObservedAccess>, 'intake'>,
  appIds: () => readonly string[],
  logger: Logger,
): ServicePart {
  return {
    name: 'known accounts',
    async start() {
      for (const appId of appIds()) {
        await intake
          .discovered(appId, [appId], { name: REFRESH, detail: {} }, 'content', nothingWanted)
          .catch((error: unknown) => logger.warn({ appId }, `not begun: ${messageOf(error)}`));
      }
    },
    stop: () => undefined,
  };
}
