import type { Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { CallError } from '@tongbu/wechat';
import type { Execution } from './planner';

/** What a kind of thing makes of certain error codes. */
export interface CallRules {
  /** Codes that say that the state at WeChat is another than we thought: read it, and plan again. */
  readonly contradictions: ReadonlySet<number>;
  /** Codes that ask for a pause of this one entity, in ms. */
  readonly pauses: ReadonlyMap<number, number>;
}

/** What a call that did not succeed means for the entity it was made for. */
export type CallOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'contradicted'; readonly code: number; readonly problems: readonly Problem[] }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'deferred';
      readonly until: Date;
      readonly reason: string;
      readonly waitingFor?: readonly string[];
      readonly inLine?: boolean;
    };

/** The fact that everything of a mini program waits for while WeChat's component is closed to it. */
export const COMPONENT_OPEN = 'component:open';
/** WeChat documentation: not joined; no permission, also before the component was opened. */
const COMPONENT_CLOSED: ReadonlySet<number> = new Set([1040003, 48001]);
/** The opening is pushed; this is for the push that gets lost. */
const CLOSED_PAUSE_MS = 1_800_000;

/** How long an entity waits when the whole account has a problem: nothing about the entity can mend it. */
const ACCOUNT_PAUSE_MS = 300_000;
/** When a call was held back and nobody said until when. */
const SHORT_PAUSE_MS = 1_000;

export function outcomeOf(error: CallError, now: Date, rules: CallRules): CallOutcome {
  const after = (ms: number) => new Date(now.getTime() + ms);
  switch (error.kind) {
    case 'not-sent':
      return notSent(error, after(SHORT_PAUSE_MS));
    case 'unknown-outcome':
      return { kind: 'unknown', reason: error.reason };
    case 'refused': {
      const reason = `WeChat answered ${error.code}: ${error.explanation.meaning}`;
      const problems = [refusedBy(error)];
      const pause = rules.pauses.get(error.code);
      if (pause !== undefined) return { kind: 'deferred', until: after(pause), reason };
      if (rules.contradictions.has(error.code)) return { kind: 'contradicted', code: error.code, problems };
      switch (error.class) {
        case 'throttle':
          return { kind: 'deferred', until: after(SHORT_PAUSE_MS), reason };
        case 'transient':
          return { kind: 'failed', reason };
        case 'token':
          // The renewed token was refused as well: another program renews tokens too. A wrong secret shows elsewhere.
          return { kind: 'failed', reason };
        case 'permanent':
          if (error.scope !== 'account') return { kind: 'refused', problems };
          return COMPONENT_CLOSED.has(error.code)
            ? { kind: 'deferred', until: after(CLOSED_PAUSE_MS), reason, waitingFor: [COMPONENT_OPEN] }
            : { kind: 'deferred', until: after(ACCOUNT_PAUSE_MS), reason };
        case 'ok':
          return { kind: 'failed', reason };
        default:
          return assertUnreachable(error.class);
      }
    }
    default:
      return assertUnreachable(error);
  }
}

function notSent(error: Extract<CallError, { kind: 'not-sent' }>, soon: Date): CallOutcome {
  const reason = `not sent: ${error.reason}${error.detail === undefined ? '' : `, ${error.detail}`}`;
  switch (error.reason) {
    case 'invalid-request':
      return { kind: 'refused', problems: (error.problems ?? ['']).map(invalidRequest) };
    case 'connect':
    case 'token':
      return { kind: 'failed', reason };
    case 'quota':
      return { kind: 'deferred', until: error.retryAt ?? soon, reason, inLine: error.retryAt !== undefined };
    case 'breaker':
    case 'deadline':
    case 'unavailable':
      return { kind: 'deferred', until: error.retryAt ?? soon, reason };
    default:
      return assertUnreachable(error.reason);
  }
}

function refusedBy({ code, explanation }: Extract<CallError, { kind: 'refused' }>): Problem {
  const { meaning, meaningZh, fix, fixZh } = explanation;
  return { code: String(code), message: meaning, messageZh: meaningZh, fix, fixZh };
}

function invalidRequest(what: string): Problem {
  return {
    code: 'request-invalid',
    message: `WeChat would not take this: ${what}`,
    messageZh: `提交给微信的内容不符合要求：${what}`,
    fix: 'Correct the named field and publish again.',
    fixZh: '请修正该字段后重新发布。',
  };
}

/** The execution of a call that failed, where a contradiction proves nothing: it is a refusal then. */
export function failureOf(
  { error, note }: { readonly error: CallError; readonly note: Readonly<Record<string, unknown>> },
  now: Date,
  rules: CallRules,
): Execution<never> {
  const outcome = outcomeOf(error, now, rules);
  return outcome.kind === 'contradicted'
    ? { kind: 'refused', problems: outcome.problems, note }
    : { ...outcome, note };
}
