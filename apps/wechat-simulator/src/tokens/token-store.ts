import { randomBytes } from 'node:crypto';
import type { Clock } from '@tongbu/platform';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { beijingDay } from '../time/beijing-time';

export const TOKEN_LIFE_MS = 7_200_000;
/** How long an old token works beside the new one, and how early a stable token is renewed. */
export const OVERLAP_MS = 300_000;

/** WeChat documentation: store at least 512 characters. Ours have as many, so that a shorter column is noticed. */
const TOKEN_LENGTH = 512;

interface IssuedToken {
  readonly text: string;
  readonly expiresAt: number;
  /** Earlier than `expiresAt` once a newer token replaced this one. */
  validUntil: number;
}

export interface GrantedToken {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

/** The two families of tokens of one account; they do not touch each other. */
export class TokenStore {
  private readonly issued = new Map<string, IssuedToken>();
  private classic: IssuedToken | undefined;
  private stable: IssuedToken | undefined;
  private lastForced = Number.NEGATIVE_INFINITY;
  private forced = { day: '', count: 0 };

  constructor(private readonly clock: Clock) {}

  /** `GET /cgi-bin/token`: always a new token; the one before works for five more minutes. */
  issueClassic(): GrantedToken {
    const now = this.clock.monotonic();
    if (this.classic !== undefined)
      this.classic.validUntil = Math.min(this.classic.validUntil, now + OVERLAP_MS);
    this.classic = this.create(now);
    return this.granted(this.classic, now);
  }

  /** `POST /cgi-bin/stable_token`, normal mode: the same token until its last five minutes. */
  issueStable(): GrantedToken {
    const now = this.clock.monotonic();
    if (this.stable === undefined || this.stable.validUntil - now <= OVERLAP_MS)
      this.stable = this.create(now);
    return this.granted(this.stable, now);
  }

  /** Force mode: ends the old token at once. Sooner than `spacingMs` after the last time nothing is renewed. */
  forceStable(limits: { readonly perDay: number; readonly spacingMs: number }): GrantedToken | Refusal {
    const now = this.clock.monotonic();
    if (now - this.lastForced < limits.spacingMs) return this.issueStable();
    const day = beijingDay(this.clock.now());
    if (this.forced.day !== day) this.forced = { day, count: 0 };
    if (this.forced.count >= limits.perDay)
      return refuse(ERR.DAILY_QUOTA, `${limits.perDay} forced refreshes a day`);
    this.forced.count += 1;
    this.lastForced = now;
    if (this.stable !== undefined) this.stable.validUntil = now;
    this.stable = this.create(now);
    return this.granted(this.stable, now);
  }

  /** Whether this account ever issued the token, dead or alive. */
  knows(text: string): boolean {
    return this.issued.has(text);
  }

  /** The refusal of a token that does not work now. */
  refusalOf(text: string): Refusal | undefined {
    const token = this.issued.get(text);
    const now = this.clock.monotonic();
    if (token === undefined) return refuse(ERR.INVALID_CREDENTIAL);
    if (now < token.validUntil) return undefined;
    return refuse(now >= token.expiresAt ? ERR.TOKEN_EXPIRED : ERR.INVALID_CREDENTIAL);
  }

  private create(now: number): IssuedToken {
    const text = `98_${randomBytes(TOKEN_LENGTH).toString('base64url')}`.slice(0, TOKEN_LENGTH);
    const token = { text, expiresAt: now + TOKEN_LIFE_MS, validUntil: now + TOKEN_LIFE_MS };
    this.issued.set(text, token);
    return token;
  }

  private granted(token: IssuedToken, now: number): GrantedToken {
    return { access_token: token.text, expires_in: Math.floor((token.expiresAt - now) / 1_000) };
  }
}

/** Whether the text could be a token at all; if not it is refused with 40014, not 40001. */
export function looksLikeToken(text: string): boolean {
  return /^\d+_[\w-]{40,}$/.test(text);
}
