import type { Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { isRefused, nextPoll, type Plan } from '@tongbu/sync-engine';
import { nothingObserved, type ObservedSharer, type SharerState } from './sharer';
import { invite, look, unbind, type SharerCommand } from './sharer.commands';
import { sharerHints } from './sharer.hint';
import { invitableFrom, unbindableFrom } from './sharer.limits';
import { boundTooShort, invitedTooOften, sharerProblems } from './sharer.problems';

type SharerPlan = Plan<SharerCommand>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What was read longer ago is read again before anybody is invited or unbound. */
const FRESH_MS = 600_000;
/** A longer pause is told as a problem. */
const UNTOLD_MS = HOUR;
/** The answer to an invitation is pushed; this is for a push that gets lost. */
const LONGEST_POLL_MS = 6 * HOUR;
const run = (command: SharerCommand): SharerPlan => ({ kind: 'run', command });

/**
 * What comes next for a sharer. WeChat is read first, whenever a callback tells of the binding, and by poll. The crash
 * points:
 *
 * - of an invitation: WeChat is read. Where it does not show there, it may still be on its way: another is sent no sooner
 *   than 10 minutes later, after another look.
 * - of an unbinding: WeChat is read, and shows whether the binding has ended.
 */
export function planSharer(state: SharerState, now: Date): SharerPlan {
  const observed = state.observed ?? nothingObserved;
  const { hint, intent, desired } = state;
  if (intent !== null || observed.binding === null) return run(look);
  if (hint !== null && !(hint.name === sharerHints.card && observed.binding === 'bound')) return run(look);
  switch (desired.wanted) {
    case null:
      return idle(observed, now);
    case true:
      return planWanted(state, observed, now);
    case false:
      return planUnwanted(observed, now);
    default:
      return assertUnreachable(desired.wanted);
  }
}

function planWanted(state: SharerState, observed: ObservedSharer, now: Date): SharerPlan {
  const isServed = observed.servedWish === state.desiredGeneration;
  switch (observed.binding) {
    case 'bound':
      return isServed ? idle(observed, now) : run(look);
    case 'invited':
    case 'other':
      return isServed ? poll(observed, 'the user has to accept the invitation', now) : run(look);
    case 'refused':
      return isServed
        ? park(sharerProblems.invitationRefused, observed, now)
        : planInvitation(state, observed, now);
    case 'invitation-expired':
      return isServed
        ? park(sharerProblems.invitationExpired, observed, now)
        : planInvitation(state, observed, now);
    case 'none':
      return isServed ? park(sharerProblems.left, observed, now) : planInvitation(state, observed, now);
    case null:
      return run(look);
    default:
      return assertUnreachable(observed.binding);
  }
}

function planInvitation(state: SharerState, observed: ObservedSharer, now: Date): SharerPlan {
  if (state.refusal !== null && isRefused(invite, state)) {
    const until = lookAgainAt(observed, now);
    return now < until ? { kind: 'park', problems: state.refusal.problems, until } : run(look);
  }
  const from = invitableFrom(observed.invitations);
  if (from !== null && now < from) {
    return from.getTime() - now.getTime() > UNTOLD_MS
      ? { kind: 'park', problems: [invitedTooOften(from)], until: from }
      : { kind: 'wait', until: from, reason: 'WeChat takes one invitation of a user in 10 minutes' };
  }
  return isFresh(observed, now, from) ? run(invite) : run(look);
}

function planUnwanted(observed: ObservedSharer, now: Date): SharerPlan {
  switch (observed.binding) {
    case 'bound': {
      const from = unbindableFrom(observed.boundAt);
      if (from !== null && now < from) {
        const until = new Date(Math.min(from.getTime(), lookAgainAt(observed, now).getTime()));
        return now < until ? { kind: 'park', problems: [boundTooShort(from)], until } : run(look);
      }
      const { unbindRefusedAt } = observed;
      if (unbindRefusedAt !== null) {
        const again = new Date(Date.parse(unbindRefusedAt) + DAY);
        if (now < again) return { kind: 'park', problems: [sharerProblems.unbindRefused], until: again };
      }
      return isFresh(observed, now, from) ? run(unbind) : run(look);
    }
    case 'invited':
      return poll(
        observed,
        'WeChat takes no invitation back: it ends when the user answers, or expires',
        now,
      );
    case 'other':
    case 'refused':
    case 'invitation-expired':
    case 'none':
      // Told once that nobody is bound.
      return observed.told === 'unbound' ? idle(observed, now) : run(look);
    case null:
      return run(look);
    default:
      return assertUnreachable(observed.binding);
  }
}

function isFresh({ readAt }: ObservedSharer, now: Date, since: Date | null): boolean {
  if (readAt === null) return false;
  const at = Date.parse(readAt);
  return now.getTime() - at < FRESH_MS && (since === null || at >= since.getTime());
}

function poll({ invitedAt, readAt }: ObservedSharer, reason: string, now: Date): SharerPlan {
  const until = nextPoll(invitedAt ?? readAt, readAt, now, LONGEST_POLL_MS);
  return now < until ? { kind: 'wait', until, reason } : run(look);
}

function park(problem: Problem, observed: ObservedSharer, now: Date): SharerPlan {
  const until = lookAgainAt(observed, now);
  return now < until ? { kind: 'park', problems: [problem], until } : run(look);
}

function idle(observed: ObservedSharer, now: Date): SharerPlan {
  const until = lookAgainAt(observed, now);
  return now < until ? { kind: 'idle', until } : run(look);
}

/** What was done in the console, or by the user, and that no callback told. */
function lookAgainAt({ readAt }: ObservedSharer, now: Date): Date {
  return new Date((readAt === null ? now.getTime() : Date.parse(readAt)) + DAY);
}
