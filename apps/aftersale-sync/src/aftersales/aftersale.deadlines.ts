import type { AftersaleDeadline, AftersaleState } from '@tongbu/contracts';
import type { Deadline, ReadAftersale } from './aftersale';
import { wantsEvidence, type ReadComplaint } from './complaint';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Rule {
  readonly deadline: AftersaleDeadline;
  readonly actor: Deadline['actor'];
  readonly ms: number;
}

const refundDecision: Rule = { deadline: 'refund-decision', actor: 'merchant', ms: 48 * HOUR };
const returnDecision: Rule = { deadline: 'return-decision', actor: 'merchant', ms: 48 * HOUR };
const intervention: Rule = { deadline: 'intervention', actor: 'buyer', ms: 7 * DAY };
const returnShipment: Rule = { deadline: 'return-shipment', actor: 'buyer', ms: 7 * DAY };
const receipt: Rule = { deadline: 'receipt', actor: 'merchant', ms: 10 * DAY };

/** WeChat documentation: after-sales, deadlines. They count from the last change of the after-sale. */
function ruleOf(state: AftersaleState): Rule | undefined {
  switch (state) {
    case 'refund-requested':
      return refundDecision;
    case 'return-requested':
      return returnDecision;
    case 'refund-rejected':
    case 'return-rejected':
      return intervention;
    case 'return-awaited':
      return returnShipment;
    case 'receipt-awaited':
      return receipt;
    case 'refund-disputed':
    case 'return-disputed':
    case 'refunding':
    case 'refund-failed':
    case 'refunded':
    case 'withdrawn':
    case 'closed':
    case 'other':
      return undefined;
  }
}

/** Where WeChat goes on to by itself when a deadline has passed, and what may have come of that since. */
const CONSEQUENCES: Readonly<Record<AftersaleDeadline, readonly AftersaleState[]>> = {
  'refund-decision': ['refunding', 'refunded', 'refund-failed'],
  'return-decision': ['return-awaited', 'receipt-awaited'],
  receipt: ['refunding', 'refunded', 'refund-failed'],
  'return-shipment': ['closed'],
  intervention: ['closed'],
  evidence: [],
};

export function isConsequence({ deadline }: Deadline, state: AftersaleState): boolean {
  return CONSEQUENCES[deadline].includes(state);
}

/** The deadlines that run. No answer of WeChat's names them, except that of a complaint. */
export function deadlinesOf(aftersale: ReadAftersale, complaint: ReadComplaint | null): Deadline[] {
  const found: Deadline[] = [];
  const rule = ruleOf(aftersale.state);
  if (rule !== undefined && aftersale.updatedAt !== null) {
    const { deadline, actor, ms } = rule;
    found.push({ deadline, actor, at: new Date(Date.parse(aftersale.updatedAt) + ms).toISOString() });
  }
  if (wantsEvidence(complaint) && complaint.evidenceUntil !== null) {
    found.push({ deadline: 'evidence', actor: 'merchant', at: complaint.evidenceUntil });
  }
  return found;
}

export function deadlineKey({ deadline, at }: Deadline): string {
  return `${deadline}-${at}`;
}

export interface DeadlineRules {
  /** How long before a deadline the merchant is warned, in ms. */
  readonly warnMs: number;
}

export const defaultDeadlineRules: DeadlineRules = { warnMs: 6 * HOUR };

export function isNear(deadline: Deadline, { warnMs }: DeadlineRules, now: Date): boolean {
  const at = Date.parse(deadline.at);
  return now.getTime() >= at - warnMs && now.getTime() < at;
}

/** By when the merchant has to do something. */
export function nextOfMerchant(deadlines: readonly Deadline[]): Date | null {
  const times = deadlines.filter(({ actor }) => actor === 'merchant').map(({ at }) => Date.parse(at));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
