import type { SharerState } from './sharer-machine';

/** A user whom a mini program invites to share its goods for credit. */
export interface Sharer {
  readonly openid: string;
  nickname: string;
  state: SharerState;
  /** Of the invitations of the last day, and the latest one. */
  invitations: Date[];
  /** When the present invitation expires. */
  expiresAt: Date | undefined;
  /** When the user accepted last; also of one who is unbound again. */
  boundAt: Date | undefined;
  refusesInvitations: boolean;
  /** Mini programs that the user shares for besides. */
  otherMiniPrograms: number;
}

/** Somebody nobody has invited yet. */
export function strangerOf(openid: string): Sharer {
  return {
    openid,
    nickname: `用户${openid.slice(-4)}`,
    state: 'stranger',
    invitations: [],
    expiresAt: undefined,
    boundAt: undefined,
    refusesInvitations: false,
    otherMiniPrograms: 0,
  };
}
