import { createHash } from 'node:crypto';
import { assertUnreachable } from '@tongbu/platform';
import type { App } from '../accounts/app';
import type { FaultPlan } from '../faults/fault-plan';
import type { Random } from '../time/random';
import type { SteerableTime } from '../time/steerable-time';
import { CallbackLog, LoggedCallback } from './callback-log';
import { contradictionOf } from './contradiction';
import { deliveryOf } from './envelope';
import type { EventPusher, WechatEvent } from './events';
import type { Deliver } from './http-delivery';
import { messageOf, print, type Message } from './message';

const DEFAULT_HOLD_MS = 2_000;

export interface CallbackCounts {
  /** Events that had somewhere to go. */
  pushed: number;
  /** Tries, repeats included. */
  attempts: number;
  acknowledged: number;
  /** Given up after the last try. */
  failed: number;
  /** Kept back by a fault. */
  dropped: number;
  /** Events of accounts without a callback URL. */
  notConfigured: number;
}

/** Pushes events: at most three tries, each answered within five seconds by `success` or an empty body, or repeated. */
export class CallbackPusher implements EventPusher {
  readonly counts = new Map<string, CallbackCounts>();
  readonly log = new CallbackLog();
  private readonly held = new Map<string, () => void>();

  constructor(
    private readonly time: SteerableTime,
    private readonly random: Random,
    private readonly faults: FaultPlan,
    private readonly deliver: Deliver,
  ) {}

  push(app: App, event: WechatEvent): void {
    const counts = this.countsOf(app.appId);
    const { callbackUrl, layout } = app.settings;
    if (callbackUrl === undefined) {
      counts.notConfigured += 1;
      return;
    }
    counts.pushed += 1;
    const now = this.time.now();
    const createTime = Math.floor(now.getTime() / 1_000);
    const fault = this.faults.ofCallback(app.appId, event.event);
    const kind = fault?.kind;
    const told = kind === 'contradict' ? contradictionOf(event) : event;
    const message = messageOf(told, app.account.originalId, createTime, layout);
    const logged = new LoggedCallback(event.event, now, hashOf(print(message, app.account.format)), kind);
    this.log.add(app.appId, logged);
    const sends = kind === 'drop' ? 0 : kind === 'double' ? 2 : 1;
    for (let nth = 0; nth < sends; nth += 1) logged.toBeSent();
    const send = () => void this.attempt(app, message, logged, 0);
    switch (kind) {
      case undefined:
      case 'contradict':
        send();
        break;
      case 'drop':
        counts.dropped += 1;
        break;
      case 'double':
        send();
        send();
        break;
      case 'delay':
        this.time.after(fault?.ms ?? DEFAULT_HOLD_MS, send);
        break;
      case 'reorder':
        this.hold(app.appId, send, fault?.ms ?? DEFAULT_HOLD_MS);
        return;
      default:
        assertUnreachable(kind);
    }
    this.release(app.appId);
  }

  reset(): void {
    this.counts.clear();
    this.log.clear();
    this.held.clear();
  }

  /** Keeps a push until the account's next one has gone out, or the time is up. */
  private hold(appId: string, send: () => void, ms: number): void {
    this.release(appId);
    const once = () => {
      if (this.held.get(appId) !== once) return;
      this.held.delete(appId);
      send();
    };
    this.held.set(appId, once);
    this.time.after(ms, once);
  }

  private release(appId: string): void {
    this.held.get(appId)?.();
  }

  private async attempt(app: App, message: Message, logged: LoggedCallback, tried: number): Promise<void> {
    const counts = this.countsOf(app.appId);
    const { callbackTimeoutMs, callbackRetryDelaysMs } = app.account.simulator;
    counts.attempts += 1;
    logged.attempts += 1;
    if (await this.isAcknowledged(app, message, callbackTimeoutMs)) {
      counts.acknowledged += 1;
      logged.ended('acknowledged');
      return;
    }
    const pause = callbackRetryDelaysMs[tried];
    if (pause !== undefined) {
      this.time.after(pause, () => void this.attempt(app, message, logged, tried + 1));
      return;
    }
    counts.failed += 1;
    logged.ended('given-up');
  }

  private async isAcknowledged(app: App, message: Message, timeoutMs: number): Promise<boolean> {
    const { callbackUrl } = app.settings;
    if (callbackUrl === undefined) return false;
    // The receiver may compare the time of the signature with its own clock, so that one stays real.
    const stamp = {
      timestamp: String(Math.floor(this.time.real.now().getTime() / 1_000)),
      nonce: String(this.random.between(100_000_000, 2_147_483_647)),
    };
    try {
      const { status, body } = await this.deliver(
        deliveryOf(message, app.account, callbackUrl, stamp),
        timeoutMs,
      );
      return status === 200 && (body === 'success' || body === '');
    } catch {
      // No answer is an outcome here, whatever the reason: the push is repeated or counted as failed.
      return false;
    }
  }

  private countsOf(appId: string): CallbackCounts {
    const known = this.counts.get(appId);
    if (known !== undefined) return known;
    const counts = { pushed: 0, attempts: 0, acknowledged: 0, failed: 0, dropped: 0, notConfigured: 0 };
    this.counts.set(appId, counts);
    return counts;
  }
}

function hashOf(message: string): string {
  return createHash('sha256').update(message, 'utf8').digest('hex');
}
