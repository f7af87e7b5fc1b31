import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@tongbu/platform';
import type { Account } from '../accounts';
import type { CallError, CallResult } from './call-result';
import type { StoredToken, TokenStore } from './token-store';

/** WeChat documentation: in the last 5 minutes of a token another is handed out, and both work. */
const REFRESH_AHEAD_MS = 300_000;
const LOCK_MS = 15_000;
const POLL_MS = 50;
/** How long a refusal of the token endpoint is believed; a wrong secret must not be tried with every call. */
const REFUSAL_MS = 5_000;

export interface FetchedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

export interface AccessTokensOptions {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** Asks WeChat, in normal mode, which hands out the same token until its last 5 minutes. */
  readonly fetchToken: (account: Account) => Promise<CallResult<FetchedToken>>;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export type TokenResult =
  { readonly ok: true; readonly token: string } | { readonly ok: false; readonly error: CallError };

/** One access token per mini program for all replicas: kept in process and in the store, fetched by one at a time. */
export class AccessTokens {
  private readonly kept = new Map<string, StoredToken>();
  private readonly fetching = new Map<string, Promise<TokenResult>>();
  private readonly refusals = new Map<string, { error: CallError; until: number }>();
  private readonly owner = randomUUID();
  private readonly random: () => number;
  private readonly sleep: (ms: number) => Promise<unknown>;

  constructor(private readonly options: AccessTokensOptions) {
    this.random = options.random ?? Math.random;
    this.sleep = options.sleep ?? delay;
  }

  async get(account: Account): Promise<TokenResult> {
    const { appId } = account;
    const kept = this.kept.get(appId);
    if (kept !== undefined && this.options.clock.now() < kept.refreshAt)
      return { ok: true, token: kept.token };
    const refusal = this.refusals.get(appId);
    if (refusal !== undefined && this.options.clock.monotonic() < refusal.until) {
      return { ok: false, error: refusal.error };
    }

    const underWay = this.fetching.get(appId);
    if (underWay !== undefined) return underWay;
    const started = this.refresh(account).finally(() => this.fetching.delete(appId));
    this.fetching.set(appId, started);
    return started;
  }

  /** WeChat refused this token. Whoever already uses another keeps it. */
  async reject(appId: string, token: string): Promise<void> {
    if (this.kept.get(appId)?.token === token) this.kept.delete(appId);
    await this.options.store.dropIfStill(appId, token);
  }

  private async refresh(account: Account): Promise<TokenResult> {
    const { store, clock } = this.options;
    const { appId } = account;
    const giveUpAt = clock.monotonic() + LOCK_MS;
    while (clock.monotonic() < giveUpAt) {
      const stored = await store.get(appId);
      if (stored !== undefined && clock.now() < stored.refreshAt) return this.keep(appId, stored);
      if (await store.lock(appId, this.owner, LOCK_MS)) {
        try {
          return await this.fetch(account);
        } finally {
          await store.unlock(appId, this.owner);
        }
      }
      // Another replica is fetching. The present token works for some minutes more.
      if (stored !== undefined) return { ok: true, token: stored.token };
      await this.sleep(POLL_MS);
    }
    return notTaken('another replica has been fetching the token for too long');
  }

  /** Runs under the lock. */
  private async fetch(account: Account): Promise<TokenResult> {
    const { store, clock } = this.options;
    const stored = await store.get(account.appId);
    if (stored !== undefined && clock.now() < stored.refreshAt) return this.keep(account.appId, stored);

    const fetched = await this.options.fetchToken(account);
    if (!fetched.ok) {
      if (stored !== undefined) return { ok: true, token: stored.token };
      return this.refused(account.appId, fetched.error);
    }
    const { accessToken, expiresInSeconds } = fetched.value;
    const expiresInMs = expiresInSeconds * 1000;
    const ahead = Math.min(REFRESH_AHEAD_MS, expiresInMs / 2) * (1 - 0.2 * this.random());
    const now = clock.now().getTime();
    const token: StoredToken = {
      token: accessToken,
      expiresAt: new Date(now + expiresInMs),
      refreshAt: new Date(now + expiresInMs - ahead),
    };
    await store.put(account.appId, token);
    return this.keep(account.appId, token);
  }

  private keep(appId: string, token: StoredToken): TokenResult {
    this.kept.set(appId, token);
    this.refusals.delete(appId);
    return { ok: true, token: token.token };
  }

  private refused(appId: string, error: CallError): TokenResult {
    if (error.kind === 'refused') {
      this.refusals.set(appId, { error, until: this.options.clock.monotonic() + REFUSAL_MS });
      return { ok: false, error };
    }
    // The call that wanted the token was not made, whatever became of the one that fetched it.
    return error.kind === 'not-sent' ? { ok: false, error } : notTaken(`no token: ${error.reason}`);
  }
}

function notTaken(detail: string): TokenResult {
  return { ok: false, error: { kind: 'not-sent', reason: 'token', detail } };
}
