import { wechatSharerBound, wechatSharerInvited, wechatSharerUnbound } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { EventDraft, Reduction } from '@tongbu/sync-engine';
import type { FoundSharer } from '../channel/sharer-channel';
import { nothingObserved, type ObservedSharer, type SharerState } from './sharer';
import type { SharerFact } from './sharer.commands';
import { REMEMBERED_INVITATIONS, unbindableFrom } from './sharer.limits';

/** What we know after `fact`, and what the merchant should hear. Pure. */
export function reduceSharer(state: SharerState, fact: SharerFact, now: Date): Reduction<ObservedSharer> {
  const observed = state.observed ?? nothingObserved;
  const at = now.toISOString();
  switch (fact.kind) {
    case 'looked':
      return looked(state, observed, fact.found, at);
    case 'invited': {
      const invited: ObservedSharer = {
        ...observed,
        binding: 'invited',
        invitedAt: at,
        boundAt: null,
        servedWish: state.desiredGeneration,
        invitations: withInvitation(observed, at),
      };
      return { observed: invited, events: [invitedEvent(state, at)] };
    }
    case 'unbound':
      return told(state, { ...observed, binding: 'none', boundAt: null, unbindRefusedAt: null }, at);
    case 'unbind-refused':
      return { observed: { ...observed, unbindRefusedAt: at }, events: [] };
    case 'outdated':
      return { observed: { ...observed, readAt: null, binding: null }, events: [] };
    default:
      return assertUnreachable(fact);
  }
}

function looked(
  state: SharerState,
  known: ObservedSharer,
  found: FoundSharer | null,
  at: string,
): Reduction<ObservedSharer> {
  const wish = state.desiredGeneration;
  const isInviting = state.intent?.command === 'invite';
  const invitations = isInviting && state.intent ? withInvitation(known, state.intent.at) : known.invitations;
  const attemptedWish = isInviting ? wish : known.attemptedWish;
  const binding = found?.binding ?? 'none';
  const invitedAt = found?.invitedAt?.toISOString() ?? known.invitedAt;
  // An invitation whose answer was lost shows by its time, even when the user has refused it since.
  const hasArrived = attemptedWish === wish && invitedAt !== known.invitedAt;
  const isAnswered = binding === 'invited' || binding === 'bound' || binding === 'other';
  const isServed = state.desired.wanted === true && (hasArrived || isAnswered);
  const observed: ObservedSharer = {
    ...known,
    binding,
    readAt: at,
    nickname: found?.nickname ?? known.nickname,
    invitedAt,
    boundAt: binding === 'bound' ? (found?.boundAt?.toISOString() ?? null) : null,
    servedWish: isServed ? wish : known.servedWish,
    attemptedWish,
    invitations,
    unbindRefusedAt: binding === 'bound' ? known.unbindRefusedAt : null,
  };
  const isNews = isServed && known.servedWish !== wish && binding !== 'bound' && binding !== 'other';
  const { observed: next, events } = told(state, observed, at);
  return { observed: next, events: isNews ? [invitedEvent(state, invitedAt ?? at), ...events] : events };
}

/** Tells that a binding began or ended, and once that there is none where none is wanted. */
function told(state: SharerState, observed: ObservedSharer, at: string): Reduction<ObservedSharer> {
  const { desiredVersion: merchantVersion, desired } = state;
  const { binding, boundAt } = observed;
  if (binding === 'bound') {
    if (observed.told === 'bound') return { observed, events: [] };
    const data = {
      merchantVersion,
      boundAt,
      unbindableFrom: unbindableFrom(boundAt)?.toISOString() ?? null,
    };
    return {
      observed: { ...observed, told: 'bound' },
      events: [{ type: wechatSharerBound.type, key: boundAt ?? at, data }],
    };
  }
  const isOver = binding !== 'invited' && desired.wanted === false;
  if (observed.told !== 'bound' && !(isOver && observed.told === null)) return { observed, events: [] };
  return {
    observed: { ...observed, told: 'unbound' },
    events: [{ type: wechatSharerUnbound.type, key: at, data: { merchantVersion } }],
  };
}

function invitedEvent(state: SharerState, invitedAt: string): EventDraft {
  const data = { merchantVersion: state.desiredVersion, invitedAt };
  return { type: wechatSharerInvited.type, key: String(state.desiredGeneration), data };
}

function withInvitation({ invitations }: ObservedSharer, at: string): readonly string[] {
  return [...invitations, at].slice(-REMEMBERED_INVITATIONS);
}
