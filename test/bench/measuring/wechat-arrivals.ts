import { eventually } from '@tongbu/testing';
import type { Program } from './program';
import type { WechatCommands } from './wechat';

export type { Arrival, WechatCommands } from './wechat';

/** Waits until so many calls have arrived since the program began to keep them. */
export async function arrived(wechat: Program<WechatCommands>, count: number): Promise<void> {
  await eventually(async () => (await wechat.ask('count')) >= count, { timeoutMs: 120_000, intervalMs: 20 });
}

export function firstArrival(wechat: Program<WechatCommands>): Promise<void> {
  return arrived(wechat, 1);
}
