import { Killed } from '../faults';
import type { ChannelResult } from './channel';

export const channelFaults = [
  'none',
  'killed-before',
  'killed-after',
  'lost-answer',
  'lost-request',
  'arrives-late',
  'busy',
  'busy-but-done',
  'no-connection',
  'quota',
  'account-closed',
] as const;
export type ChannelFault = (typeof channelFaults)[number];

const LATE_MS = 20_000;

/** What a network, a dying process and a platform in trouble do to one call, for tests with a model of the channel. */
export class ChannelFaults {
  private fault: ChannelFault = 'none';
  private callsBefore = 0;
  private readonly onTheirWay: { readonly at: number; readonly apply: () => unknown }[] = [];

  constructor(private readonly now: () => Date) {}

  /** Lets one call fail, after `calls` that work. */
  inject(fault: ChannelFault, calls: number): void {
    this.fault = fault;
    this.callsBefore = calls;
  }

  /** Applies what has arrived by now. */
  deliver(): void {
    while (this.onTheirWay[0] !== undefined && this.onTheirWay[0].at <= this.now().getTime()) {
      this.onTheirWay.shift()?.apply();
    }
  }

  run<T>(apply: () => ChannelResult<T>): ChannelResult<T> {
    this.deliver();
    switch (this.due()) {
      case 'none':
        return apply();
      case 'killed-before':
        throw new Killed();
      case 'killed-after':
        apply();
        throw new Killed();
      case 'lost-request':
        return failed({ kind: 'unknown-outcome', reason: 'timeout', detail: 'no answer' });
      case 'lost-answer':
        apply();
        return failed({ kind: 'unknown-outcome', reason: 'reset', detail: 'reset' });
      case 'arrives-late':
        this.onTheirWay.push({ at: this.now().getTime() + LATE_MS, apply });
        return failed({ kind: 'unknown-outcome', reason: 'timeout', detail: 'no answer' });
      case 'busy':
        return refusedWith(-1, 'transient');
      case 'busy-but-done':
        apply();
        return refusedWith(-1, 'transient');
      case 'no-connection':
        return failed({ kind: 'not-sent', reason: 'connect' });
      case 'quota':
        return failed({
          kind: 'not-sent',
          reason: 'quota',
          retryAt: new Date(this.now().getTime() + 60_000),
        });
      case 'account-closed':
        return refusedWith(48001, 'permanent', 'account');
    }
  }

  private due(): ChannelFault {
    if (this.fault !== 'none' && this.callsBefore > 0) {
      this.callsBefore -= 1;
      return 'none';
    }
    const due = this.fault;
    this.fault = 'none';
    return due;
  }
}

type Failure = Extract<ChannelResult<never>, { ok: false }>;

function failed(error: Failure['error']): Failure {
  return { ok: false, error, note: {} };
}

/** An answer of WeChat's that says no. */
export function refusedWith(
  code: number,
  errorClass: 'permanent' | 'transient' = 'permanent',
  scope: 'entity' | 'account' = 'entity',
  unknownCode = false,
): Failure {
  return failed({
    kind: 'refused',
    code,
    class: errorClass,
    scope,
    message: `code ${code}`,
    alreadyDone: false,
    unknownCode,
    explanation: { meaning: `code ${code}`, meaningZh: `错误 ${code}`, fix: 'see', fixZh: '请查看' },
  });
}
