import type { Command } from '@tongbu/sync-engine';
import type { FoundSharer } from '../channel/sharer-channel';

interface Look extends Command {
  readonly name: 'look';
  readonly effect: 'read';
}
/** A user is asked, and may be asked three times a day only. */
interface Invite extends Command {
  readonly name: 'invite';
  readonly effect: 'once';
}
/** Sent again after the user was bound anew, it would end another binding. */
interface Unbind extends Command {
  readonly name: 'unbind';
  readonly effect: 'once';
}
export type SharerCommand = Look | Invite | Unbind;

export type SharerFact =
  | { readonly kind: 'looked'; readonly found: FoundSharer | null }
  | { readonly kind: 'invited' }
  | { readonly kind: 'unbound' }
  | { readonly kind: 'unbind-refused' }
  /** WeChat contradicts what was last read. */
  | { readonly kind: 'outdated' };

const LANE = 'content';

export const look: Look = { name: 'look', effect: 'read', lane: LANE, fingerprint: 'look' };
export const invite: Invite = {
  name: 'invite',
  effect: 'once',
  lane: LANE,
  fingerprint: 'invite',
  intent: {},
};
export const unbind: Unbind = {
  name: 'unbind',
  effect: 'once',
  lane: LANE,
  fingerprint: 'unbind',
  intent: {},
};
