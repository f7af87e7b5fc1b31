import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';

/** Where a user stands with a mini program. `stranger`: known, and never invited. */
export const SHARER_STATES = ['stranger', 'invited', 'refused', 'expired', 'bound', 'unbound'] as const;
export type SharerState = (typeof SHARER_STATES)[number];
export const FIRST_SHARER_STATE: SharerState = 'stranger';

export interface SharerTransition {
  readonly from: readonly SharerState[];
  readonly to: SharerState;
}

/** Every move there is. */
export const SHARER_TRANSITIONS = {
  /** Another invitation may follow one that waits. */
  invite: { from: ['stranger', 'invited', 'refused', 'expired', 'unbound'], to: 'invited' },
  accept: { from: ['invited'], to: 'bound' },
  refuse: { from: ['invited'], to: 'refused' },
  expire: { from: ['invited'], to: 'expired' },
  unbind: { from: ['bound'], to: 'unbound' },
} as const satisfies Record<string, SharerTransition>;
export type SharerAction = keyof typeof SHARER_TRANSITIONS;

export function nextSharerState(state: SharerState, action: SharerAction): Result<SharerState> {
  const { from, to }: SharerTransition = SHARER_TRANSITIONS[action];
  return from.includes(state)
    ? accept(to)
    : refuse(ERR.OPENID_INVALID, `the user is ${state}, ${from.join(' or ')} expected`);
}

/** `bind_status` of `search_sharer`; somebody who is not in it is nobody's business. */
export const BIND_STATUSES: Readonly<Partial<Record<SharerState, number>>> = {
  bound: 1,
  refused: 2,
  invited: 3,
  expired: 4,
};
