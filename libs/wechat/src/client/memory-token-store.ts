import type { Clock } from '@tongbu/platform';
import { TokenStore, type StoredToken } from './token-store';

/** Tokens for one process and for tests. */
export class MemoryTokenStore extends TokenStore {
  private readonly tokens = new Map<string, StoredToken>();
  private readonly locks = new Map<string, { owner: string; until: number }>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override get(appId: string): Promise<StoredToken | undefined> {
    const stored = this.tokens.get(appId);
    return Promise.resolve(stored !== undefined && stored.expiresAt > this.clock.now() ? stored : undefined);
  }

  override put(appId: string, token: StoredToken): Promise<void> {
    this.tokens.set(appId, token);
    return Promise.resolve();
  }

  override dropIfStill(appId: string, token: string): Promise<void> {
    if (this.tokens.get(appId)?.token === token) this.tokens.delete(appId);
    return Promise.resolve();
  }

  override lock(appId: string, owner: string, ttlMs: number): Promise<boolean> {
    const held = this.locks.get(appId);
    if (held !== undefined && held.until > this.clock.monotonic()) return Promise.resolve(false);
    this.locks.set(appId, { owner, until: this.clock.monotonic() + ttlMs });
    return Promise.resolve(true);
  }

  override unlock(appId: string, owner: string): Promise<void> {
    if (this.locks.get(appId)?.owner === owner) this.locks.delete(appId);
    return Promise.resolve();
  }
}
