import type { Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { nextPoll, type Plan } from '@tongbu/sync-engine';
import {
  nothingObserved,
  picturesOf,
  type CheckedApplication,
  type MerchantNumberState,
  type ObservedMerchantNumber,
} from './merchant-number';
import { apply, exchangePicture, read, warn, type MerchantNumberCommand } from './merchant-number.commands';
import { applicationGone, refusedProblems } from './merchant-number.problems';

type MerchantNumberPlan = Plan<MerchantNumberCommand>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How long before its deadline a transfer counts as due. */
export const TRANSFER_WARNING_MS = DAY;
/** How long WeChat may take to show an application that it has taken. */
export const APPEARS_WITHIN_MS = 10 * MINUTE;
/** How long what is done in the console may go unnoticed: nothing about the number is pushed. */
const PARKED_LOOK_MS = 30 * MINUTE;
const run = (command: MerchantNumberCommand): MerchantNumberPlan => ({ kind: 'run', command });

/**
 * What comes next for a merchant number. WeChat pushes nothing of it, so the application is looked at by poll. The crash
 * points:
 *
 * - of a picture: it is handed in again.
 * - of an application: what WeChat shows is read first. Another application than before is ours; where there is none, it is
 *   sent again. WeChat takes one at a time (990022), so one that arrives late is found by the refusal of the second.
 */
export function planMerchantNumber(state: MerchantNumberState, now: Date): MerchantNumberPlan {
  const { desiredGeneration, hint, intent } = state;
  const observed = state.observed ?? nothingObserved;
  if (intent !== null || observed.readAt === null || hint !== null) return run(read);
  const { application, applied } = observed;
  const isAnswered = applied?.generation === desiredGeneration;
  if (application === null) return isAnswered ? planMissing(observed, now) : planApplication(state, now);
  switch (application.phase) {
    case 'ready':
      return look(observed, DAY, now, (until) => ({ kind: 'idle', until }));
    case 'refused':
      return isAnswered ? park(refusedProblems(application), observed, now) : planApplication(state, now);
    case 'under-review':
    case 'validation-needed':
    case 'signature-needed':
      return planUnderWay(application, observed, now);
    default:
      return assertUnreachable(application.phase);
  }
}

function planApplication(state: MerchantNumberState, now: Date): MerchantNumberPlan {
  const { ids, refused } = picturesOf(state);
  const open = state.desired.pictures.filter((field) => ids[field] === undefined);
  const next = open.find((field) => refused[field] === undefined);
  if (next !== undefined) return run(exchangePicture(next));
  // Pictures that cannot be used are named together.
  const problems = open.flatMap((field) => refused[field] ?? []);
  return problems.length > 0 ? park(problems, state.observed ?? nothingObserved, now) : run(apply(state));
}

/** Taken, and not to be seen. */
function planMissing(observed: ObservedMerchantNumber, now: Date): MerchantNumberPlan {
  const at = observed.applied?.at ?? now.toISOString();
  if (now.getTime() >= Date.parse(at) + APPEARS_WITHIN_MS) return park([applicationGone], observed, now);
  return wait(nextPoll(at, observed.readAt, now), 'WeChat does not show the application yet', now);
}

function planUnderWay(
  { phase, transfer, explanation }: CheckedApplication,
  observed: ObservedMerchantNumber,
  now: Date,
): MerchantNumberPlan {
  const deadline = transfer?.deadline ?? null;
  let until = nextPoll(observed.since, observed.readAt, now);
  if (deadline !== null && observed.warnedOf !== deadline) {
    const warnAt = new Date(Date.parse(deadline) - TRANSFER_WARNING_MS);
    if (now >= warnAt) return run(warn(deadline));
    if (warnAt < until) until = warnAt;
  }
  const words = explanation === '' ? '' : ` (${explanation})`;
  return wait(until, `${REASONS[phase]}${words}`, now);
}

const REASONS: Readonly<Record<CheckedApplication['phase'], string>> = {
  'under-review': 'WeChat is reviewing the application',
  'validation-needed': 'the merchant has to prove the bank account',
  'signature-needed': 'the merchant has to sign',
  refused: 'WeChat refused the application',
  ready: 'the number can take money',
};

function wait(until: Date, reason: string, now: Date): MerchantNumberPlan {
  return now < until ? { kind: 'wait', until, reason } : run(read);
}

function park(problems: readonly Problem[], observed: ObservedMerchantNumber, now: Date): MerchantNumberPlan {
  return look(observed, PARKED_LOOK_MS, now, (until) => ({ kind: 'park', problems, until }));
}

/** Rests for `ms` after the last look, then looks again. */
function look(
  { readAt }: ObservedMerchantNumber,
  ms: number,
  now: Date,
  rest: (until: Date) => MerchantNumberPlan,
): MerchantNumberPlan {
  const until = new Date((readAt === null ? now.getTime() : Date.parse(readAt)) + ms);
  return now < until ? rest(until) : run(read);
}
