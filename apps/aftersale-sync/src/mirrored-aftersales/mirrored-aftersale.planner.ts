import type { Planner } from '@tongbu/sync-engine';
import type { DesiredMirror, ObservedMirror } from './mirrored-aftersale';
import type { MirrorCommand, MirrorFact } from './mirrored-aftersale.commands';
import { planMirror } from './mirrored-aftersale.plan';
import { parkedMirror } from './mirrored-aftersale.problems';
import { reduceMirror } from './mirrored-aftersale.reduce';

export const MIRRORED_AFTERSALE = 'mirrored-aftersale';

export const mirroredAftersalePlanner: Planner<DesiredMirror, ObservedMirror, MirrorCommand, MirrorFact> = {
  kind: MIRRORED_AFTERSALE,
  plan: planMirror,
  reduce: reduceMirror,
  parked: parkedMirror,
};
