/** An access token with the moments that matter for it. */
export interface StoredToken {
  readonly token: string;
  readonly expiresAt: Date;
  /** From then on another is fetched; this one still works. */
  readonly refreshAt: Date;
}

/** Where the replicas share their access tokens, one per mini program. */
export abstract class TokenStore {
  /** The token, or nothing when there is none or it has expired. */
  abstract get(appId: string): Promise<StoredToken | undefined>;
  abstract put(appId: string, token: StoredToken): Promise<void>;
  /** Removes the token only if it is still this one: another replica may have replaced it meanwhile. */
  abstract dropIfStill(appId: string, token: string): Promise<void>;
  /** Whether `owner` now is the only one to fetch a token; ends by itself after `ttlMs`. */
  abstract lock(appId: string, owner: string, ttlMs: number): Promise<boolean>;
  abstract unlock(appId: string, owner: string): Promise<void>;
}
