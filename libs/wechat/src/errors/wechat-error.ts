/**
 * What an error code means for the caller:
 * - `ok`: done
 * - `token`: the access token is stale; the client fetches another and repeats the call once
 * - `throttle`: too many calls; wait, do not repeat at once
 * - `transient`: a fault at WeChat; repeat with growing intervals, a limited number of times
 * - `permanent`: repeating changes nothing until somebody acts
 */
export type WechatErrorClass = 'ok' | 'token' | 'throttle' | 'transient' | 'permanent';

/**
 * What the error says something about: this `entity` (product, order...), the whole `account` (every entity would meet
 * it), or only this `call` (its form, or a passing fault).
 */
export type WechatErrorScope = 'entity' | 'account' | 'call';

/** One error code, with texts for the merchant in English and Chinese: what it means, and what to do next. */
export interface WechatError {
  readonly code: number;
  readonly class: WechatErrorClass;
  readonly scope: WechatErrorScope;
  readonly meaning: string;
  readonly meaningZh: string;
  readonly fix: string;
  readonly fixZh: string;
}

/** Code, class, scope, meaning, meaning in Chinese, what to do, what to do in Chinese. */
export type ErrorRow = readonly [
  number,
  WechatErrorClass,
  WechatErrorScope,
  ...texts: readonly [string, string, string, string],
];
