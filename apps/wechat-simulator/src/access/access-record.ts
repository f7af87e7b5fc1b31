import type { Account } from '../accounts/account';
import { ACCESS_TASKS, SEEN_TASKS, type AccessTask, type SeenTask } from './access-tasks';
import type { Registration } from './registration-machine';
import type { SceneReview } from './scenes';

/** How far a mini program has come on its way to selling through the component. */
export interface AccessRecord {
  registration: Registration;
  /** Until when the administrator may confirm an application. */
  confirmBy: Date | undefined;
  /** Absent before the first opening, and for an account that was open from the start. */
  openedAt: Date | undefined;
  /** When the mini program was released last. */
  releasedAt: Date | undefined;
  /** Why it is banned; empty otherwise. */
  banReason: string;
  /** After a withdrawal: whether a new application by the interface is refused, as has been reported. */
  refusesReapplication: boolean;
  /** Whether a withdrawal took the approvals away that the account started with. */
  approvalsCleared: boolean;
  /** The same of scenes. */
  scenesClosed: boolean;
  seen: Set<SeenTask>;
  declared: Set<AccessTask>;
  /** By scene group; one that was never applied for is not in it. */
  scenes: Map<number, SceneReview>;
  /** Applications by the interface that found one waiting already. */
  repeatedApplications: number;
}

/** An account that is open from the start has all behind it, even while it is not enabled; a new one begins anew. */
export function accessAtStart({
  access,
  enabled,
}: Pick<Account['simulator'], 'access' | 'enabled'>): AccessRecord {
  const open = access === 'open';
  return {
    registration: open && enabled ? 'opened' : 'absent',
    confirmBy: undefined,
    openedAt: undefined,
    releasedAt: undefined,
    banReason: '',
    refusesReapplication: false,
    approvalsCleared: false,
    scenesClosed: false,
    seen: new Set(open ? SEEN_TASKS : []),
    declared: new Set(open ? ACCESS_TASKS : []),
    scenes: new Map(),
    repeatedApplications: 0,
  };
}
