import { wechatSharerRefused, type Problem } from '@tongbu/contracts';
import type { Planner } from '@tongbu/sync-engine';
import { SHARER, type DesiredSharer, type ObservedSharer, type SharerState } from './sharer';
import type { SharerCommand, SharerFact } from './sharer.commands';
import { planSharer } from './sharer.plan';
import { reduceSharer } from './sharer.reduce';

/** The rules of a sharer. */
export const sharerPlanner: Planner<DesiredSharer, ObservedSharer, SharerCommand, SharerFact> = {
  kind: SHARER,
  plan: planSharer,
  reduce: reduceSharer,
  parked: ({ desiredVersion }: SharerState, problems: readonly Problem[]) => ({
    type: wechatSharerRefused.type,
    data: { merchantVersion: desiredVersion, problems },
  }),
};
