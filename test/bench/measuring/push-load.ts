import type { Account } from '@tongbu/wechat';
import { PushConnection } from './push-connection';
import { pushRequest } from './push-messages';
import { serve } from './serve';
import { percentile } from './statistics';

export interface PushLoad {
  readonly account: Account;
  readonly port: number;
  readonly connections: number;
  readonly ms: number;
}

export interface PushOutcome {
  /** Callbacks answered with `success` in a second. */
  readonly perSecond: number;
  /** Time to an answer in ms that 99 % kept. */
  readonly p99: number;
}

/** More than any server here answers in a millisecond. */
const MOST_PER_MS = 40;

const commands = {
  /** Pushes callbacks as fast as they are answered. All are written beforehand, so that this costs nothing meanwhile. */
  async push({ account, port, connections, ms }: PushLoad): Promise<PushOutcome> {
    const requests = Array.from({ length: Math.ceil(Math.min(MOST_PER_MS, expectedPerMs) * ms) }, () =>
      pushRequest(account),
    );
    const times: number[] = [];
    const from = performance.now();
    const one = () => {
      let sentAt = 0;
      return PushConnection.run(
        port,
        () => {
          sentAt = performance.now();
          return sentAt - from < ms ? requests.pop() : undefined;
        },
        (status, body) => {
          if (status !== 200 || body !== 'success') throw new Error(`answered ${status} ${body}`);
          times.push(performance.now() - sentAt);
        },
      );
    };
    await Promise.all(Array.from({ length: connections }, one));
    const perSecond = (times.length * 1000) / (performance.now() - from);
    expectedPerMs = Math.max(expectedPerMs, (perSecond / 1000) * 1.5);
    return { perSecond, p99: percentile(times, 0.99) };
  },
};

let expectedPerMs = 10;

export type PushLoadCommands = typeof commands;

serve(commands);
