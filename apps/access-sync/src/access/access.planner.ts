import { wechatAccessParked, type Problem } from '@tongbu/contracts';
import type { Planner } from '@tongbu/sync-engine';
import { ACCESS, type AccessState, type DesiredAccess, type ObservedAccess } from './access';
import type { AccessCommand, AccessFact } from './access.commands';
import { planAccess } from './access.plan';
import { reduceAccess } from './access.reduce';

/** The rules of a mini program's access. `confirmWithinMs`: how long the administrator has. */
export function accessPlanner(
  confirmWithinMs: number,
): Planner<DesiredAccess, ObservedAccess, AccessCommand, AccessFact> {
  return {
    kind: ACCESS,
    plan: planAccess,
    reduce: (state, fact, now) => reduceAccess(state, fact, now, confirmWithinMs),
    parked: ({ desiredVersion }: AccessState, problems: readonly Problem[]) => ({
      type: wechatAccessParked.type,
      data: { merchantVersion: desiredVersion, problems },
    }),
  };
}
