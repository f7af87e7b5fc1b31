import type { Command, Plan } from '@tongbu/sync-engine';
import { orderUnknown } from './order.problems';
import { orderFact, type OrderFacts } from './order-facts';

/** What a row has learned of its order. */
export interface OrderKnowledge {
  readonly orderId: string;
  /** Null: nobody has spoken of it. */
  readonly facts: OrderFacts | null;
  /** The row's generation then. What was missing is looked for again when anything has changed since. */
  readonly generation: number;
}

/** Copies what is known of an order into a row. */
export interface LearnOrder extends Command {
  readonly name: 'learn-order';
  readonly effect: 'repeatable';
  readonly orderId: string;
}

export function learnOrder(orderId: string): LearnOrder {
  return {
    name: 'learn-order',
    effect: 'repeatable',
    lane: 'money',
    fingerprint: orderId,
    looksAt: [orderFact(orderId)],
    orderId,
  };
}

/** Whether the facts of the order are to be looked for: never done, or in vain and something has changed since. */
export function mustLearn(
  generation: number,
  known: OrderKnowledge | null,
  orderId: string,
  suffices: (facts: OrderFacts) => boolean,
): boolean {
  if (known === null || known.orderId !== orderId) return true;
  return known.generation !== generation && (known.facts === null || !suffices(known.facts));
}

export function isAtWechat({ atWechat }: OrderFacts): boolean {
  return atWechat !== null;
}

/** How long an order may take to WeChat before anybody is told that it is missing. */
const PATIENCE_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Waits by name for an order that is not at WeChat; `since`: ISO time from which. */
export function waitForOrder(orderId: string, since: string, now: Date): Plan<never> {
  const until = new Date(Date.parse(since) + PATIENCE_MS);
  const waitingFor = [orderFact(orderId)];
  return now < until
    ? { kind: 'wait', until, reason: `the order ${orderId} is not at WeChat yet`, waitingFor }
    : {
        kind: 'park',
        problems: [orderUnknown(orderId)],
        until: new Date(now.getTime() + HOUR_MS),
        waitingFor,
      };
}
