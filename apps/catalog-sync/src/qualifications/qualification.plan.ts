import { nextPoll, type Plan } from '@tongbu/sync-engine';
import {
  contentHash,
  isInForce,
  isNewer,
  MISSED_AGAIN_MS,
  nothingObserved,
  type Approval,
  type ObservedQualification,
  type QualificationRules,
  type QualificationState,
} from './qualification';
import {
  exchangePictures,
  readQualification,
  submitQualification,
  watchQualification,
  type QualificationCommand,
} from './qualification.commands';
import { isNews } from './qualification.hint';
import { categoryUnknown } from './qualification.problems';

type QualificationPlan = Plan<QualificationCommand>;

const MINUTE = 60_000;
/** How long it is believed that WeChat has no such category. */
const UNKNOWN_HOLDS_MS = 60 * MINUTE;
const LONGEST_PAUSE_MS = 30 * MINUTE;
const WATCH_MS = 24 * 60 * MINUTE;
const IDLE: QualificationPlan = { kind: 'idle' };
const run = (command: QualificationCommand): QualificationPlan => ({ kind: 'run', command });

/**
 * What to do next for a qualification: look whether it is approved already, submit it, ask for the verdict, and submit a
 * newer version after a rejection. An approval that WeChat takes back is asked for again.
 *
 * A submission is the only command that must not simply be repeated, and WeChat has no way to look a review up by
 * anything of ours. The crash points:
 *
 * - before the intent is stored: nothing has happened.
 * - between intent and answer (killed, or no answer): the lists are read first. If it is approved, that is the end.
 *   Otherwise the review may be running under an id that we never learn.
 *   A category is submitted again at once: WeChat has one review of a category at a time and answers 1050009 (under
 *   review) or 1050003 (approved) to the second, so no second review can come of it.
 *   For a brand that is not documented. The lists alone are asked, for `patienceMs`; an approval shows there as an id
 *   with this name that was not there before. Then it is submitted again, and at worst reviewed twice.
 * - after the answer and before it is stored: the same.
 * - a verdict on a review that nobody knows has all such rows look into the lists at once.
 */
export function planQualification<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  now: Date,
): QualificationPlan {
  const { intent, hint, desired, entityId } = state;
  const observed = state.observed ?? nothingObserved;
  const { audit, unnamed, approval } = observed;

  if (intent !== null) return run(readQualification(null));
  if (hint !== null && isNews(hint, observed)) {
    return run(readQualification(isReviewNamed(observed) ? audit : null));
  }
  if (isInForce(rules, approval, desired)) return planWatch(observed, approval, now);
  if (unnamed !== null && !isNewer(state, unnamed)) {
    const waiting = planUnnamed(rules, observed, unnamed, now);
    if (waiting !== undefined) return waiting;
  } else if (unnamed === null && audit !== null) {
    // Newer content waits for the verdict and is submitted once, as it is then.
    if (audit.state === 'in-review') return planReview(observed, now);
    if (audit.state === 'rejected' && !isNewer(state, audit)) return IDLE;
  }

  const problems = rules.problemsOf(entityId, desired.content);
  if (problems.length > 0) return { kind: 'park', problems };
  return planSubmission(rules, state, observed, now);
}

/** Whether it is a review of ours whose result is asked for; otherwise the lists tell how it stands. */
function isReviewNamed({ audit, unnamed, approval }: ObservedQualification): boolean {
  return unnamed === null && (approval === null || audit?.state === 'in-review');
}

/** Once a day, and sooner when it was missed: WeChat may take an approval back. */
function planWatch(
  { readAt, listing }: ObservedQualification,
  { missingSince }: Approval,
  now: Date,
): QualificationPlan {
  const last = readAt ?? listing?.at;
  const until =
    missingSince === undefined
      ? new Date((last === undefined ? now.getTime() : Date.parse(last)) + WATCH_MS)
      : new Date(Date.parse(missingSince) + MISSED_AGAIN_MS);
  return now < until ? { kind: 'idle', until } : run(watchQualification);
}

function planReview(observed: ObservedQualification, now: Date): QualificationPlan {
  const { audit, readAt } = observed;
  const until = nextPoll(audit?.at ?? null, readAt, now);
  return now < until
    ? { kind: 'wait', until, reason: 'WeChat is reviewing the qualification' }
    : run(readQualification(audit));
}

/** What to do about a review that may be running and that we cannot name; `undefined`: submit again. */
function planUnnamed<Content>(
  { patienceMs }: QualificationRules<Content>,
  { readAt }: ObservedQualification,
  { cause, at, tries }: NonNullable<ObservedQualification['unnamed']>,
  now: Date,
): QualificationPlan | undefined {
  switch (cause) {
    case 'under-review': {
      const pause = Math.min(LONGEST_PAUSE_MS, MINUTE * 2 ** (tries - 1));
      const until = new Date(Date.parse(at) + pause);
      return now < until
        ? { kind: 'wait', until, reason: 'WeChat says that a review is still running' }
        : undefined;
    }
    case 'unanswered': {
      if (now.getTime() >= Date.parse(at) + patienceMs) return undefined;
      const until = nextPoll(at, readAt, now);
      return now < until
        ? { kind: 'wait', until, reason: 'it is not known whether WeChat took the submission' }
        : run(readQualification(null));
    }
  }
}

function planSubmission<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  observed: ObservedQualification,
  now: Date,
): QualificationPlan {
  const { desired, desiredVersion, entityId } = state;
  const { listing, submissions, pictures, picturesFor } = observed;
  if (listing === null) return run(readQualification(null));
  if (listing.need === 'unknown') {
    const until = new Date(Date.parse(listing.at) + UNKNOWN_HOLDS_MS);
    return now < until && listing.generation === state.generation
      ? { kind: 'park', problems: [categoryUnknown(entityId)], until }
      : run(readQualification(null));
  }
  // Something else may lie under an address than when it was last submitted.
  const urls = rules.picturesOf(desired.content);
  if (picturesFor !== state.generation || urls.some((url) => pictures[url] === undefined)) {
    return run(exchangePictures(urls));
  }
  return run(
    submitQualification({
      number: submissions + 1,
      contentHash: contentHash(desired),
      merchantVersion: desiredVersion,
    }),
  );
}
