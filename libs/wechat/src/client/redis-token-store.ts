import type { Redis } from 'ioredis';
import { z } from 'zod';
import { RedisScript } from '../redis-script';
import { TokenStore, type StoredToken } from './token-store';

const stored = z.object({ token: z.string(), expiresAt: z.coerce.date(), refreshAt: z.coerce.date() });

const dropScript = new RedisScript(`
local value = redis.call('GET', KEYS[1])
if value and cjson.decode(value).token == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`);

const unlockScript = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`);

/** Tokens in Redis, shared by all replicas; each key ends with its token. */
export class RedisTokenStore extends TokenStore {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string = 'wechat:token',
  ) {
    super();
  }

  override async get(appId: string): Promise<StoredToken | undefined> {
    const value = await this.redis.get(this.tokenKey(appId));
    return value === null ? undefined : stored.parse(JSON.parse(value));
  }

  override async put(appId: string, token: StoredToken): Promise<void> {
    await this.redis.set(this.tokenKey(appId), JSON.stringify(token), 'PXAT', token.expiresAt.getTime());
  }

  override async dropIfStill(appId: string, token: string): Promise<void> {
    await dropScript.run(this.redis, [this.tokenKey(appId)], [token]);
  }

  override async lock(appId: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.redis.set(this.lockKey(appId), owner, 'PX', ttlMs, 'NX')) === 'OK';
  }

  override async unlock(appId: string, owner: string): Promise<void> {
    await unlockScript.run(this.redis, [this.lockKey(appId)], [owner]);
  }

  private tokenKey(appId: string): string {
    return `${this.prefix}:{${appId}}`;
  }

  private lockKey(appId: string): string {
    return `${this.prefix}:{${appId}}:lock`;
  }
}
