import { messageOf, type Clock, type Lane } from '@tongbu/platform';
import type { Account } from '../accounts';
import { stableToken } from '../endpoints/token.endpoints';
import type { Admission, Limiter, QuotaGroup, ThrottleSignal } from '../limiter';
import { notSent, type CallError, type CallResult, type NotSent } from './call-result';
import { CircuitBreaker } from './circuit-breaker';
import { ClosedInterfaces } from './closed-interfaces';
import type { Endpoint, WireBody } from './endpoint';
import { httpPost } from './http-post';
import { readAnswer } from './read-answer';
import { buildRequest, sendRequest, type Fetch } from './send-request';
import type { TokenStore } from './token-store';
import { AccessTokens, type TokenResult } from './tokens';
import { WechatTime } from './wechat-time';

export interface CallOptions {
  readonly account: Account;
  readonly lane: Lane;
  /** No attempt starts after this moment of `Clock.monotonic()`. */
  readonly notAfter?: number;
  /** For one attempt, 10 000 when left out. */
  readonly timeoutMs?: number;
  /** The trace that the call belongs to, for the log. */
  readonly traceId?: string;
}

/** One attempt, for metrics and logs. Holds no secret. */
export interface CallInfo {
  readonly traceId?: string;
  readonly appId: string;
  readonly path: string;
  readonly lane: Lane;
  readonly outcome: 'ok' | 'refused' | 'unknown-outcome' | 'not-sent';
  /** Of the HTTP exchange; 0 when nothing was sent. */
  readonly ms: number;
  readonly errcode?: number;
  readonly rid?: string;
  /** Why it was not sent, or why the outcome is unknown. */
  readonly reason?: string;
}

export interface WechatClientOptions {
  readonly limiter: Limiter;
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly onCall?: (info: CallInfo) => void;
  /** For one attempt, 10 000 when left out. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly random?: () => number;
}

type Failed = { readonly ok: false; readonly error: CallError };

/** How often a grant is asked for anew when this process was too slow to use it. */
const GRANTS = 3;
const UNAVAILABLE_MS = 1_000;

const SIGNALS: Readonly<Record<number, ThrottleSignal>> = { 45009: 'day', 45011: 'minute', 300000: 'burst' };

/**
 * Calls WeChat: checks the request, takes a token and a grant, sends, and says what came of it. Every HTTP attempt takes
 * a grant. A stale token is renewed and the call repeated once, and so is one whose time was wrong because our clock is, see
 * {@link WechatTime}; nothing else is repeated here. What WeChat has just refused to the whole account is not asked again,
 * see {@link ClosedInterfaces}.
 */
export class WechatClient {
  private readonly tokens: AccessTokens;
  private readonly breaker: CircuitBreaker;
  private readonly closed: ClosedInterfaces;
  private readonly time: WechatTime;

  constructor(private readonly options: WechatClientOptions) {
    const { tokens: store, clock, random } = options;
    this.breaker = new CircuitBreaker(clock, random);
    this.closed = new ClosedInterfaces(clock);
    this.time = new WechatTime(clock);
    this.tokens = new AccessTokens({
      store,
      clock,
      random,
      fetchToken: (account) =>
        this.call(
          stableToken,
          { appId: account.appId, secret: account.secret },
          { account, lane: 'checkout' },
        ),
    });
  }

  async call<Request, Response>(
    endpoint: Endpoint<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<CallResult<Response>> {
    const prepared = endpoint.prepare(request);
    if (!prepared.ok) {
      return this.observe(
        endpoint.path,
        options,
        notSent('invalid-request', { problems: prepared.problems }),
        0,
      );
    }
    const first = await this.attempt(endpoint, prepared.value, options);
    if (first.staleToken !== undefined) {
      // When the store is away, this process at least has forgotten the token; the next attempt says what is wrong.
      await this.tokens.reject(options.account.appId, first.staleToken).catch(() => undefined);
    } else if (first.wasMistimed !== true) return first.result;
    return (await this.attempt(endpoint, prepared.value, options)).result;
  }

  /** One HTTP attempt; names the token when WeChat called it stale, and says when it was refused with a wrong time in it. */
  private async attempt<Response>(
    endpoint: Endpoint<never, Response>,
    body: WireBody,
    options: CallOptions,
  ): Promise<{
    readonly result: CallResult<Response>;
    readonly staleToken?: string;
    readonly wasMistimed?: boolean;
  }> {
    const { account } = options;
    const { clock } = this.options;
    const closed = this.closed.refusal(account.appId, endpoint.path);
    if (closed !== undefined) return { result: { ok: false, error: closed } };
    const token = endpoint.authorised ? await this.tokenOf(account) : undefined;
    if (token?.ok === false) {
      return { result: this.observe(endpoint.path, options, { ok: false, error: token.error }, 0) };
    }
    const group = endpoint.quota(account.quotas);
    const breakerKey = `${account.appId} ${endpoint.path}`;

    for (let grants = 0; grants < GRANTS; grants += 1) {
      const early = this.obstacle(breakerKey, options);
      const admission = early ?? (await this.admit(group, options));
      // What is checked from here on still holds when the request leaves: there is no `await` in between.
      const obstacle = 'granted' in admission ? this.obstacle(breakerKey, options) : admission;
      const isLate = 'granted' in admission && clock.monotonic() >= admission.expiresAt;
      if ('granted' in admission && (isLate || obstacle !== undefined)) await admission.giveBack();
      if (obstacle !== undefined) return { result: this.observe(endpoint.path, options, obstacle, 0) };
      if (isLate) continue;

      const now = this.time.now();
      const stamped = endpoint.stamp(body, now);
      const request = buildRequest(account.apiBaseUrl, endpoint.path, stamped, token?.token);
      this.breaker.begin(breakerKey);
      const startedAt = clock.monotonic();
      const timeoutMs = options.timeoutMs ?? this.options.timeoutMs ?? 10_000;
      const outcome = await sendRequest(this.options.fetch ?? httpPost, request, timeoutMs);
      const ms = clock.monotonic() - startedAt;
      if (outcome.kind === 'answer') this.time.learn(outcome.date, startedAt);

      const hide = (text: string) => hideSecrets(text, [account.secret, token?.token]);
      const result = readAnswer(endpoint, outcome, ms, hide);
      this.breaker.report(breakerKey, result.ok ? undefined : result.error);
      this.closed.report(account.appId, endpoint.path, result.ok ? undefined : result.error);
      await this.learn(account.appId, group, result);
      const isRefused = !result.ok && result.error.kind === 'refused';
      return {
        result: this.observe(endpoint.path, options, result, ms),
        staleToken: isRefused && result.error.class === 'token' ? token?.token : undefined,
        wasMistimed: isRefused && stamped !== body && this.time.wasOff(now),
      };
    }
    const busy = notSent('quota', {
      retryAt: this.later(),
      detail: `${group.name}: too busy to use the grants`,
    });
    return { result: this.observe(endpoint.path, options, busy, 0) };
  }

  private tokenOf(account: Account): Promise<TokenResult> {
    return this.tokens
      .get(account)
      .catch((error: unknown) => ({ ok: false, error: this.unavailable(error) }));
  }

  private async admit(
    group: QuotaGroup,
    { account, lane }: CallOptions,
  ): Promise<Extract<Admission, { granted: true }> | Failed> {
    try {
      const admission = await this.options.limiter.admit({ appId: account.appId, group, lane });
      if (admission.granted) return admission;
      return notSent('quota', { retryAt: admission.retryAt, detail: `${group.name}: ${admission.reason}` });
    } catch (error) {
      return { ok: false, error: this.unavailable(error) };
    }
  }

  /** What this process knows to stand against sending now. */
  private obstacle(breakerKey: string, { notAfter = Infinity }: CallOptions): Failed | undefined {
    if (this.options.clock.monotonic() > notAfter) return notSent('deadline');
    const retryAt = this.breaker.closedUntil(breakerKey);
    return retryAt === undefined ? undefined : notSent('breaker', { retryAt });
  }

  private unavailable(error: unknown): NotSent {
    return { kind: 'not-sent', reason: 'unavailable', retryAt: this.later(), detail: messageOf(error) };
  }

  private later(): Date {
    return new Date(this.options.clock.now().getTime() + UNAVAILABLE_MS);
  }

  private async learn(appId: string, group: QuotaGroup, result: CallResult<unknown>): Promise<void> {
    if (result.ok || result.error.kind !== 'refused') return;
    const signal = SIGNALS[result.error.code];
    if (signal === undefined) return;
    // The answer of WeChat counts even if nobody can be told about it.
    await this.options.limiter.throttled(appId, group, signal).catch(() => undefined);
  }

  private observe<T extends CallResult<unknown>>(
    path: string,
    { account, lane, traceId }: CallOptions,
    result: T,
    ms: number,
  ): T {
    try {
      this.options.onCall?.({ traceId, appId: account.appId, path, lane, ms, ...summaryOf(result) });
    } catch {
      // What the observer does may not change what became of the call.
    }
    return result;
  }
}

function summaryOf(result: CallResult<unknown>): Pick<CallInfo, 'outcome' | 'errcode' | 'rid' | 'reason'> {
  if (result.ok) return { outcome: 'ok', errcode: 0, rid: result.rid };
  const { error } = result;
  if (error.kind === 'refused') return { outcome: 'refused', errcode: error.code, rid: error.rid };
  return { outcome: error.kind, reason: error.reason };
}

function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets.reduce<string>(
    (hidden, secret) => (secret ? hidden.replaceAll(secret, '[hidden]') : hidden),
    text,
  );
}
