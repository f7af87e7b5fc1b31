import { assertUnreachable } from '@tongbu/platform';
import type { EventDraft, Intent, Reduction } from '@tongbu/sync-engine';
import { withdrawnFact } from '../references/facts';
import {
  contentHash,
  isInForce,
  MISSED_AGAIN_MS,
  nothingObserved,
  type Approval,
  type Audit,
  type Listing,
  type ObservedQualification,
  type QualificationRules,
  type QualificationState,
  type Submission,
} from './qualification';
import type { QualificationFact } from './qualification.commands';
import { saysCleared } from './qualification.hint';

type QualificationReduction = Reduction<ObservedQualification>;

/** What we know after WeChat told us `fact`, what the merchant hears, and whom it lets go on. */
export function reduceQualification<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  fact: QualificationFact,
  now: Date,
): QualificationReduction {
  const known = state.observed ?? nothingObserved;
  const readAt = now.toISOString();
  switch (fact.kind) {
    case 'result':
      return reduceResult(rules, state, { ...known, readAt }, fact);
    case 'no-such-review': {
      const { audit } = known;
      if (audit === null) return silent({ ...known, readAt });
      // Submitted again after a pause, which grows with every submission that gets lost this way.
      const { id: _, state: __, ...submission } = audit;
      const unnamed = { ...submission, at: readAt, cause: 'under-review', tries: audit.number } as const;
      return silent({ ...known, readAt, audit: null, unnamed });
    }
    case 'listed':
      return reduceListing(rules, state, { ...known, readAt, listing: fact.listing }, fact.listing, now);
    case 'pictures-exchanged':
      return silent({ ...known, pictures: fact.pictures, picturesFor: state.generation });
    case 'pictures-lost':
      return silent({ ...known, pictures: {} });
    case 'submitted': {
      const { submission, auditId } = fact;
      const audit: Audit = { ...submission, id: auditId, state: 'in-review' };
      const data = {
        merchantVersion: submission.merchantVersion,
        submission: submission.number,
        auditId,
      };
      return {
        observed: { ...known, audit, unnamed: null, submissions: submission.number },
        events: [draftOf(rules, 'submitted', submission.number, data)],
      };
    }
    case 'granted':
      return grant(rules, state, known, {
        brandId: fact.brandId,
        auditId: null,
        submission: fact.submission,
        listed: false,
      });
    case 'under-review': {
      const tries = known.unnamed?.cause === 'under-review' ? known.unnamed.tries + 1 : 1;
      // What runs is an earlier submission whose answer got lost; this one was not taken and does not count.
      const number = known.unnamed?.number ?? fact.submission.number;
      return silent({
        ...known,
        unnamed: { ...fact.submission, number, cause: 'under-review', tries },
      });
    }
    default:
      return assertUnreachable(fact);
  }
}

function reduceResult<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  known: ObservedQualification,
  { auditId, state: verdict, brandId, reason }: Extract<QualificationFact, { kind: 'result' }>,
): QualificationReduction {
  const { audit } = known;
  if (audit === null || audit.id !== auditId || audit.state === verdict) return silent(known);
  const seen: ObservedQualification = { ...known, audit: { ...audit, state: verdict } };
  const { merchantVersion, number } = audit;
  switch (verdict) {
    case 'in-review':
      return silent(seen);
    case 'approved':
      return grant(rules, state, seen, { brandId, auditId, submission: audit, listed: true });
    case 'rejected':
      return {
        observed: seen,
        events: [
          draftOf(rules, 'rejected', number, { merchantVersion, submission: number, auditId, reason }),
        ],
      };
    default:
      return assertUnreachable(verdict);
  }
}

function reduceListing<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  known: ObservedQualification,
  listing: Listing,
  now: Date,
): QualificationReduction {
  const { need, approvedIds } = listing;
  const intended = intendedSubmission(state.intent);
  const open = intended ?? known.unnamed ?? undefined;
  if (open === undefined && isInForce(rules, known.approval, state.desired)) {
    return reduceInForce(rules, state, known, known.approval, listing, now);
  }
  const ours = rules.finalOnceApproved
    ? approvedIds
    : approvedIds.filter((id) => open !== undefined && !known.earlierBrandIds.includes(id));
  if (known.approval === null || !rules.finalOnceApproved) {
    if (need === 'none' || ours.length > 0) {
      const brandId = rules.finalOnceApproved ? null : (ours.at(-1) ?? null);
      const submission = open ?? current(state, known.submissions);
      return grant(rules, state, known, { brandId, auditId: null, submission, listed: ours.length > 0 });
    }
  }
  if (intended !== undefined) {
    return silent({
      ...known,
      unnamed: { ...intended, cause: 'unanswered', tries: 0 },
      submissions: intended.number,
    });
  }
  return silent(open === undefined ? { ...known, earlierBrandIds: approvedIds } : known);
}

/** What is approved is looked up in WeChat's list, and was taken back when two looks miss it there. */
function reduceInForce<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  known: ObservedQualification,
  { missingSince, ...approval }: Approval,
  { need, approvedIds }: Listing,
  now: Date,
): QualificationReduction {
  const { brandId } = approval;
  const seen = {
    ...known,
    earlierBrandIds: rules.finalOnceApproved
      ? known.earlierBrandIds
      : [...new Set([...known.earlierBrandIds, ...approvedIds])],
  };
  const isThere = brandId === null ? approvedIds.length > 0 : approvedIds.includes(brandId);
  if (isThere) return silent({ ...seen, approval: { ...approval, listed: true } });
  if (need === 'none' || approval.listed !== true) return silent({ ...seen, approval });
  if (!saysCleared(state.hint)) {
    const since = missingSince ?? now.toISOString();
    const isConfirmed = now.getTime() >= Date.parse(since) + MISSED_AGAIN_MS;
    if (!isConfirmed) return silent({ ...seen, approval: { ...approval, missingSince: since } });
  }
  const withdrawals = (known.withdrawals ?? 0) + 1;
  const data = { merchantVersion: state.desiredVersion, ...(brandId === null ? {} : { brandId }) };
  return {
    observed: { ...seen, approval: null, audit: null, withdrawals },
    events: [{ type: rules.events.withdrawn.type, key: String(withdrawals), data }],
    facts: rules.factsOf(state.entityId, brandId).map(withdrawnFact),
  };
}

interface Grant {
  /** Whether the approval must stand in WeChat's list. */
  readonly listed: boolean;
  readonly brandId: number | null;
  readonly auditId: string | null;
  readonly submission: Pick<Submission, 'number' | 'contentHash' | 'merchantVersion'>;
}

function grant<Content>(
  rules: QualificationRules<Content>,
  state: QualificationState<Content>,
  known: ObservedQualification,
  { brandId, auditId, submission, listed }: Grant,
): QualificationReduction {
  const { number, merchantVersion } = submission;
  const data = {
    merchantVersion,
    submission: number,
    auditId,
    ...(brandId === null ? {} : { brandId }),
  };
  return {
    observed: {
      ...known,
      approval: { contentHash: submission.contentHash, brandId, listed },
      unnamed: null,
      earlierBrandIds: brandId === null ? known.earlierBrandIds : [...known.earlierBrandIds, brandId],
      submissions: Math.max(known.submissions, number),
    },
    events: [draftOf(rules, 'approved', keyOfApproval(number, known), data)],
    facts: rules.factsOf(state.entityId, brandId),
  };
}

/** What is approved again without a submission, after it was taken back, is news. */
function keyOfApproval(submission: number, { withdrawals = 0 }: ObservedQualification): string {
  return withdrawals === 0 ? String(submission) : `${submission}-${withdrawals}`;
}

/** What the merchant wants, as if it had been the submission with this number. */
function current<Content>({ desired, desiredVersion }: QualificationState<Content>, number: number) {
  return { number, contentHash: contentHash(desired), merchantVersion: desiredVersion };
}

function draftOf<Content>(
  { events }: QualificationRules<Content>,
  name: 'submitted' | 'approved' | 'rejected',
  submission: number | string,
  data: unknown,
): EventDraft {
  return { type: events[name].type, key: String(submission), data };
}

function silent(observed: ObservedQualification): QualificationReduction {
  return { observed, events: [] };
}

function intendedSubmission(intent: Intent | null): Submission | undefined {
  if (intent === null) return undefined;
  const { number, contentHash: intended, merchantVersion } = intent.detail;
  if (typeof number !== 'number' || typeof intended !== 'string') return undefined;
  return {
    number,
    contentHash: intended,
    merchantVersion: typeof merchantVersion === 'number' ? merchantVersion : null,
    at: intent.at,
  };
}
