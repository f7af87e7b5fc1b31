import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';

/** How it stands with a user who was invited. */
export interface FoundSharer {
  readonly binding: 'bound' | 'refused' | 'invited' | 'invitation-expired' | 'other';
  readonly nickname: string;
  readonly invitedAt: Date | undefined;
  readonly boundAt: Date | undefined;
}

/**
 * What became of an invitation. `unclear`: WeChat's answer does not say. `too-often`: the user had as many as WeChat allows
 * for now; `too-many-sharers`, `openid-wrong` and `refuses-invitations` do not end by themselves.
 */
export type InvitationResult =
  | 'invited'
  | 'busy'
  | 'too-often'
  | 'already-bound'
  | 'too-many-sharers'
  | 'openid-wrong'
  | 'refuses-invitations'
  | 'refused'
  | 'unclear';

/** `refused`: not a sharer, or bound less than 30 days ago. */
export type UnbindingResult = 'unbound' | 'busy' | 'refused' | 'unclear';

/** Where users become sharers of a mini program. */
export abstract class SharerChannel {
  /** Null: never invited, or a sharer no more. */
  abstract find(call: ChannelCall, openid: string): Promise<ChannelResult<FoundSharer | null>>;
  /** How many are bound. */
  abstract count(call: ChannelCall): Promise<ChannelResult<number>>;
  abstract invite(call: ChannelCall, openid: string): Promise<ChannelResult<InvitationResult>>;
  abstract unbind(call: ChannelCall, openid: string): Promise<ChannelResult<UnbindingResult>>;
}
