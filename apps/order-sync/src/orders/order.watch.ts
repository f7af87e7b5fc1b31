import { nextPoll } from '@tongbu/sync-engine';
import { wantedOrder } from './order.amounts';
import { isOver, isUnpaid, phaseOf } from './order.status';
import type { DesiredOrder, ObservedOrder } from './order';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** WeChat's clock and its timers need not agree with ours to the second. */
const AFTER_EXPIRY_MS = 2 * SECOND;
/** A payment that is being settled is over in a moment, mostly; one that takes hours is not looked at all the time. */
const SETTLING_MS = 15 * SECOND;
const SETTLING_LONGEST_MS = 300 * SECOND;
/** The pause is this part of the order's age: WeChat does not say since when it settles. */
const SETTLING_PART = 1 / 20;
/** An order that WeChat never closes, as it may happen in the first generation. */
const FORGOTTEN_AFTER_MS = 30 * DAY;
/** WeChat documentation: after-sales are possible for 7 days when nobody said otherwise. */
const AFTERSALE_DAYS = 7;
/** A settlement is told by a callback only; after this many days more, it is not waited for. */
const SETTLEMENT_DAYS = 7;

/**
 * When to look at an order again that nothing is to be done about. Callbacks tell what happens; looking finds what none
 * told. null: nothing can happen any more.
 */
export function nextLook(desired: DesiredOrder, observed: ObservedOrder, now: Date): Date | null {
  const phase = phaseOf(observed.status);
  const last = lastLook(observed, now);
  if (observed.existence === 'missing' || phase === 'unknown') return after(last, HOUR);
  if (isOver(phase)) return null;
  if (isUnpaid(phase)) return nextLookUnpaid(observed, last, now);
  if (phase === 'completed') return nextLookCompleted(desired, observed, last);
  if (phase === 'shipped' && desired.received !== null) {
    return earlier(nextPoll(desired.received.notedAt, last.toISOString(), now), after(last, DAY));
  }
  return after(last, DAY);
}

/** Often at first, then rarely, and just after the time at which WeChat closes it. */
function nextLookUnpaid(observed: ObservedOrder, last: Date, now: Date): Date | null {
  const { createdAt, expiresAt, status } = observed;
  const since = new Date(createdAt ?? now.toISOString());
  const settling = phaseOf(status) === 'settling' ? after(last, settlingPause(since, last)) : undefined;
  const end = expiresAt === null ? undefined : after(new Date(expiresAt), AFTER_EXPIRY_MS);
  if (end === undefined || last < end) {
    const poll = grown(since, last, now);
    return [settling, end].reduce((first: Date | null, other) => earlier(first, other ?? null), poll);
  }
  return grown(end, last, now);
}

function settlingPause(since: Date, last: Date): number {
  const part = (last.getTime() - since.getTime()) * SETTLING_PART;
  return Math.min(SETTLING_LONGEST_MS, Math.max(SETTLING_MS, part));
}

/** Growing pauses; once a day after a day, and no more after a month. */
function grown(since: Date, last: Date, now: Date): Date | null {
  const age = last.getTime() - since.getTime();
  if (age > FORGOTTEN_AFTER_MS) return null;
  return age > DAY ? after(last, DAY) : nextPoll(since.toISOString(), last.toISOString(), now);
}

/** It can be refunded until its after-sales are over, and is settled then. */
function nextLookCompleted(desired: DesiredOrder, observed: ObservedOrder, last: Date): Date | null {
  if (observed.told.includes('settled')) return null;
  const days = wantedOrder(desired)?.aftersaleDays ?? AFTERSALE_DAYS;
  const received = new Date(observed.receivedAt ?? observed.createdAt ?? last);
  const end = after(received, (days + SETTLEMENT_DAYS) * DAY);
  return last >= end ? null : after(last, DAY);
}

function lastLook({ readAt, createdAt }: ObservedOrder, now: Date): Date {
  const looks = [readAt, createdAt].filter((at) => at !== null).map((at) => Date.parse(at));
  return looks.length === 0 ? now : new Date(Math.max(...looks));
}

const after = (time: Date, ms: number) => new Date(time.getTime() + ms);

export function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
