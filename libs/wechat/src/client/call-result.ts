import type { WechatErrorClass, WechatErrorScope } from '../errors/wechat-error';

/**
 * Why the effect of a call is not known:
 * - `timeout`, `reset`: no complete answer came
 * - `http-status`: an answer of status 300 or more that carries no `errcode`, or any of 500 or more
 * - `empty`, `not-json`: an answer that is not WeChat's
 * - `unexpected-response`: WeChat reported success, but in a shape that we cannot read
 */
export type UnknownOutcomeReason =
  'timeout' | 'reset' | 'http-status' | 'empty' | 'not-json' | 'unexpected-response';

/**
 * Why a call was not made:
 * - `quota`: the limiter refused; come back at `retryAt`
 * - `deadline`: it would have started after `notAfter`
 * - `connect`: no connection to WeChat
 * - `breaker`: the endpoint failed repeatedly and is left alone until `retryAt`
 * - `invalid-request`: the request breaks the documented limits, see `problems`
 * - `token`: no access token could be had, for a passing reason
 * - `unavailable`: our own shared state (limiter, token store) cannot be reached
 */
export type NotSentReason =
  'quota' | 'deadline' | 'connect' | 'breaker' | 'invalid-request' | 'token' | 'unavailable';

/** WeChat understood the call and said no. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: number;
  readonly class: WechatErrorClass;
  readonly scope: WechatErrorScope;
  /** WeChat's own text. It changes without notice: show it, never decide by it. */
  readonly message: string;
  readonly rid?: string;
  /** What was asked for is there already. Re-read to be sure. */
  readonly alreadyDone: boolean;
  /** The code is not documented; worth an alert. */
  readonly unknownCode: boolean;
  /** For the merchant, in English and Chinese. */
  readonly explanation: {
    readonly meaning: string;
    readonly meaningZh: string;
    readonly fix: string;
    readonly fixZh: string;
  };
}

/** The call may or may not have had its effect: look the thing up before repeating a write. */
export interface UnknownOutcome {
  readonly kind: 'unknown-outcome';
  readonly reason: UnknownOutcomeReason;
  readonly detail: string;
}

/** Nothing left this process; the call can be repeated freely. */
export interface NotSent {
  readonly kind: 'not-sent';
  readonly reason: NotSentReason;
  readonly retryAt?: Date;
  readonly problems?: readonly string[];
  readonly detail?: string;
}

export type CallError = Refused | UnknownOutcome | NotSent;

/** Failures are values: a call throws only for faults in our own code. `ms` is the time of the last HTTP attempt. */
export type CallResult<T> =
  | { readonly ok: true; readonly value: T; readonly rid?: string; readonly ms: number }
  | { readonly ok: false; readonly error: CallError };

export function notSent(
  reason: NotSentReason,
  more: Omit<NotSent, 'kind' | 'reason'> = {},
): { readonly ok: false; readonly error: NotSent } {
  return { ok: false, error: { kind: 'not-sent', reason, ...more } };
}

export function unknownOutcome(reason: UnknownOutcomeReason, detail: string): CallResult<never> {
  return { ok: false, error: { kind: 'unknown-outcome', reason, detail } };
}
