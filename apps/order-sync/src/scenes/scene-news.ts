import { wechatSceneChecked } from '@tongbu/contracts';
import type { SyncResources } from '@tongbu/sync-engine';
import type { TellSceneCheck } from './scene-checks';

/** Publishes what WeChat answered about a launch scene. */
export function tellSceneCheck({
  service,
  outbox,
  clock,
}: Pick<SyncResources, 'service' | 'outbox' | 'clock'>): TellSceneCheck {
  return async (tx, appId, { scene, mustPush, requiredFundType }) => {
    const time = clock.now();
    await outbox.add(tx, [
      {
        type: wechatSceneChecked.type,
        id: `${wechatSceneChecked.type}:${appId}:${scene}:${time.toISOString()}`,
        appId,
        subject: String(scene),
        source: `/tongbu/${service}`,
        time,
        data: { scene, mustPush, requiredFundType },
      },
    ]);
  };
}
