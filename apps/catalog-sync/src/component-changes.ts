import type { CloudEvent } from '@tongbu/contracts';
import {
  appUnknown,
  componentOpened,
  giveHints,
  outdateLists,
  type SyncResources,
} from '@tongbu/sync-engine';
import { brandQualificationRules } from './brand-qualifications/brand-qualification';
import { categoryQualificationRules } from './category-qualifications/category-qualification';
import { PRODUCT } from './products/product.planner';
import { clearedHint } from './qualifications/qualification.hint';
import { APPROVALS } from './references/catalog-lists';

const QUALIFICATIONS = [categoryQualificationRules.kind, brandQualificationRules.kind];

/**
 * WeChat opened the component for a mini program, or withdrew it, which clears categories and brands while products stay.
 * Either way what was approved is looked up again; while the component is closed, everything that has something to do
 * waits for it.
 */
export class ComponentChanges {
  constructor(private readonly resources: Pick<SyncResources, 'database' | 'inbox' | 'appIds'>) {}

  async take(event: CloudEvent, state: 'opened' | 'withdrawn'): Promise<void> {
    const { database, inbox, appIds } = this.resources;
    const { appid: appId } = event;
    if (!appIds.includes(appId)) throw appUnknown(appId);
    await database.transaction(async (tx) => {
      if (!(await inbox.accept(tx, event))) return;
      for (const kind of QUALIFICATIONS) {
        const rows = await tx.query<{ entity_id: string }>(
          `SELECT entity_id FROM sync_rows WHERE app_id = $1 AND kind = $2`,
          [appId, kind],
        );
        const ids = rows.map((row) => row.entity_id);
        const entry = { type: 'callback' as const, summary: `component ${state}` };
        await giveHints(tx, { appId, kind }, ids, clearedHint, 'content', entry);
      }
      // Last, as a worker does that stores an approval: each waits for the other's rows in the same order.
      await outdateLists(tx, appId, APPROVALS);
      if (state === 'opened') await componentOpened(tx, appId, [...QUALIFICATIONS, PRODUCT]);
    });
  }
}
