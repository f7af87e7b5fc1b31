import type { PlanState } from '@tongbu/sync-engine';
import type { FoundSharer } from '../channel/sharer-channel';

export const SHARER = 'sharer';

/** Whether the shop wants a user as its sharer; null: nobody has decided, the user was bound elsewhere. */
export interface DesiredSharer {
  readonly wanted: boolean | null;
}

export const undecided: DesiredSharer = { wanted: null };

/** `none`: WeChat knows nothing of an invitation or a binding. */
export type Binding = FoundSharer['binding'] | 'none';

/** Times are ISO texts. A wish is named by the row's desired generation: publishing it again is a new one. */
export interface ObservedSharer {
  /** Null: not looked at yet. */
  readonly binding: Binding | null;
  readonly readAt: string | null;
  readonly nickname: string;
  readonly invitedAt: string | null;
  readonly boundAt: string | null;
  /** The wish that an invitation or a binding has answered; no other invitation is sent for it. */
  readonly servedWish: number | null;
  /** The last wish for which an invitation was sent that may or may not have arrived. */
  readonly attemptedWish: number | null;
  /** When we have invited, also where the outcome is not known; the last ones. */
  readonly invitations: readonly string[];
  readonly unbindRefusedAt: string | null;
  /** What the merchant was told last. */
  readonly told: 'bound' | 'unbound' | null;
}

export const nothingObserved: ObservedSharer = {
  binding: null,
  readAt: null,
  nickname: '',
  invitedAt: null,
  boundAt: null,
  servedWish: null,
  attemptedWish: null,
  invitations: [],
  unbindRefusedAt: null,
  told: null,
};

export type SharerState = PlanState<DesiredSharer, ObservedSharer>;
