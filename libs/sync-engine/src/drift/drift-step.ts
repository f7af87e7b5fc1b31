import { assertUnreachable } from '@tongbu/platform';
import type { CallError } from '@tongbu/wechat';
import { outcomeOf, type CallRules } from '../call-outcome';
import { retryDelay } from '../retry-delay';
import type { DriftItem, DriftStep } from './drift';

/** Failures in a row after which a comparison's pause is counted. */
const PATIENCE = 5;

/** What a comparison does after a call that did not succeed. */
export function interruptedStep(error: CallError, now: Date, rules: CallRules): DriftStep {
  const outcome = outcomeOf(error, now, rules);
  switch (outcome.kind) {
    case 'deferred':
      return { kind: 'later', until: outcome.until, reason: outcome.reason };
    case 'failed':
    case 'unknown': {
      const until = new Date(now.getTime() + retryDelay(PATIENCE, Math.random));
      return { kind: 'later', until, reason: outcome.reason };
    }
    case 'refused':
    case 'contradicted':
      return { kind: 'failed', reason: outcome.problems.map(({ message }) => message).join(' ') };
    default:
      return assertUnreachable(outcome);
  }
}

/** What a page comes to: items, and how many things had each other verdict. */
export function foundIn(
  verdicts: readonly (DriftItem | string)[],
): Pick<Extract<DriftStep, { kind: 'page' }>, 'items' | 'counts'> {
  const counts: Record<string, number> = { listed: verdicts.length };
  const items: DriftItem[] = [];
  for (const verdict of verdicts) {
    if (typeof verdict === 'string') counts[verdict] = (counts[verdict] ?? 0) + 1;
    else items.push(verdict);
  }
  return { items, counts };
}
