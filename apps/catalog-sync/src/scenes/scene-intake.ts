import type { CloudEvent, EventData, wechatAccessScenesObserved } from '@tongbu/contracts';
import { appUnknown, type Backfills, type FactBook, type SyncResources } from '@tongbu/sync-engine';
import { SCENES_SUBJECT, type PublishedScenes, type SceneFact } from './published-scenes';

/**
 * Takes in which scenes are open. Products that lack one of them, or that WeChat has never taken, are gone through: a whole
 * catalogue may be among them, and each submission is one of the day's.
 */
export class SceneIntake {
  constructor(
    private readonly resources: Pick<SyncResources, 'database' | 'inbox' | 'appIds'>,
    private readonly scenes: PublishedScenes,
    private readonly facts: Pick<FactBook, 'store'>,
    private readonly backfills: Pick<Backfills, 'start'>,
  ) {}

  async take(event: CloudEvent<EventData<typeof wechatAccessScenesObserved>>): Promise<void> {
    const { database, inbox, appIds } = this.resources;
    const { appid: appId, data } = event;
    if (!appIds.includes(appId)) throw appUnknown(appId);
    await database.transaction(async (tx) => {
      if (!(await inbox.accept(tx, event))) return;
      let before: readonly number[] = [];
      await this.facts.store<SceneFact>(tx, appId, SCENES_SUBJECT, (known) => {
        before = known?.open ?? this.scenes.configured(appId);
        return { open: data.open };
      });
      if (hasSame(before, data.open)) return;
      await this.backfills.start(appId, { lackScenes: [...data.open] }, tx);
    });
  }
}

function hasSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((scene) => others.includes(scene));
}
