import { assertUnreachable, CodedError } from '@tongbu/platform';
import type { Redis } from 'ioredis';
import { RedisScript } from '../redis-script';
import {
  BucketStore,
  historySince,
  noHistory,
  quotaDayOf,
  type CountedWindow,
  type Decision,
  type GrantMark,
  type ReserveAsk,
  type UsageHistory,
} from './bucket-store';
import { GIVE_BACK_SCRIPT } from './give-back.lua';
import type { GroupUsage, QuotaGroup, RefusalReason, ThrottleSignal, WindowUsage } from './limiter';
import { factorAfter, RECOVER_MS } from './recovery';
import { RESERVE_SCRIPT } from './reserve.lua';
import { THROTTLE_SCRIPT } from './throttle.lua';

export interface RedisBucketStoreOptions {
  /** Should fail fast while Redis is away (a small `maxRetriesPerRequest`): the caller comes back later. */
  readonly redis: Redis;
  /** In front of every key, `wechat:quota` when left out. */
  readonly prefix?: string;
  /** Fills the hour and day windows after Redis was emptied; none when left out. */
  readonly usageHistory?: UsageHistory;
}

const REASONS: readonly RefusalReason[] = ['busy', 'quota', 'paused', 'parked'];

/** The quotas' state in Redis, shared by all processes and counted by the clock of Redis. */
export class RedisBucketStore extends BucketStore {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly usageHistory: UsageHistory;
  private readonly reserveScript = new RedisScript(RESERVE_SCRIPT);
  private readonly giveBackScript = new RedisScript(GIVE_BACK_SCRIPT);
  private readonly throttleScript = new RedisScript(THROTTLE_SCRIPT);

  constructor(options: RedisBucketStoreOptions) {
    super();
    this.redis = options.redis;
    this.prefix = options.prefix ?? 'wechat:quota';
    this.usageHistory = options.usageHistory ?? noHistory;
  }

  override async reserve(ask: ReserveAsk): Promise<Decision> {
    const bucket = this.bucketKey(ask.appId, ask.group);
    const keys = [bucket];
    const windows = ask.windows.map((window) => {
      if (window.kind !== 'sliding') return window;
      keys.push(this.logKey(ask.appId, ask.group, window));
      return { ...window, key: keys.length };
    });
    const args = JSON.stringify({ ...ask, windows });

    const first = decision(await this.reserveScript.run(this.redis, keys, [args, '']));
    if (first !== 'seed') return first;
    const history = await this.usageHistory(
      ask.appId,
      ask.group,
      historySince(ask.windows, await this.now()),
    );
    const seeds = history.map((at) => at.getTime()).sort((a, b) => a - b);
    const second = decision(await this.reserveScript.run(this.redis, keys, [args, JSON.stringify(seeds)]));
    if (second === 'seed') throw unexpected(second);
    return second;
  }

  override async giveBack(appId: string, group: string, marks: readonly GrantMark[]): Promise<void> {
    if (marks.length === 0) return;
    const lists = marks.filter(({ kind }) => kind === 'sliding');
    await this.giveBackScript.run(
      this.redis,
      [
        this.bucketKey(appId, group),
        ...lists.map(({ window }) => this.logKey(appId, group, { name: window })),
      ],
      marks.flatMap(({ kind, window, value }) => [kind, window, value]),
    );
  }

  override async throttle(appId: string, group: string, signal: ThrottleSignal): Promise<void> {
    const recoverMs = signal === 'day' ? 0 : RECOVER_MS[signal];
    await this.throttleScript.run(this.redis, [this.bucketKey(appId, group)], [signal, String(recoverMs)]);
  }

  override async usage(appId: string, group: QuotaGroup): Promise<GroupUsage> {
    const now = await this.now();
    const fields = await this.redis.hgetall(this.bucketKey(appId, group.name));
    const later = (name: string) =>
      Number(fields[name] ?? 0) > now ? new Date(Number(fields[name])) : undefined;
    const { peak, risesFrom, recoverMs } = fields;
    const cut = { peak: Number(peak), risesFrom: Number(risesFrom), recoverMs: Number(recoverMs) };
    return {
      group: group.name,
      factor: peak === undefined ? 1 : factorAfter(cut, now),
      pausedUntil: later('pausedUntil'),
      parkedUntil: later('parkedUntil'),
      windows: await Promise.all(
        group.windows.map(async (window): Promise<WindowUsage> => {
          const { kind, name, limit } = window;
          switch (window.kind) {
            case 'pace':
              return { kind, name, limit };
            case 'sliding': {
              const log = await this.redis.lrange(this.logKey(appId, group.name, window), 0, limit - 1);
              return {
                kind,
                name,
                limit,
                used: log.filter((at) => Number(at) > now - window.windowMs).length,
              };
            }
            case 'day': {
              const today = Number(fields[`day:${name}`]) === quotaDayOf(now);
              return { kind, name, limit, used: today ? Number(fields[`count:${name}`] ?? 0) : 0 };
            }
            default:
              return assertUnreachable(window);
          }
        }),
      ),
    };
  }

  private async now(): Promise<number> {
    const [seconds, micros] = await this.redis.time();
    return Number(seconds) * 1000 + Number(micros) / 1000;
  }

  /** The braces keep an account's keys on one node of a cluster. */
  private bucketKey(appId: string, group: string): string {
    return `${this.prefix}:{${appId}}:${group}`;
  }

  private logKey(appId: string, group: string, { name }: Pick<CountedWindow, 'name'>): string {
    return `${this.bucketKey(appId, group)}:log:${name}`;
  }
}

function decision(reply: unknown): Decision | 'seed' {
  const [kind, inMs, ...rest] = Array.isArray(reply) ? reply.map(String) : [];
  const [reason] = rest;
  if (kind === 'seed') return 'seed';
  if (kind === 'granted') return { kind, inMs: Number(inMs), marks: marksIn(rest) };
  const known = REASONS.find((candidate) => candidate === reason);
  if (kind === 'refused' && known !== undefined) return { kind, inMs: Number(inMs), reason: known };
  throw unexpected(reply);
}

/** Kind, window and value of each, one after the other. */
function marksIn(parts: readonly string[]): GrantMark[] {
  const marks: GrantMark[] = [];
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const [kind, window = '', value = ''] = parts.slice(at, at + 3);
    if (kind === 'sliding' || kind === 'day') marks.push({ kind, window, value });
  }
  return marks;
}

function unexpected(reply: unknown): CodedError {
  return new CodedError('limiter-reply', `the limiter's script answered ${JSON.stringify(reply)}`, false);
}
