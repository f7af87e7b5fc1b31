import { wechatAftersaleParked, wechatAftersaleWindowExtended, type Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { Command, Plan, Planner, PlanState, Reduction } from '@tongbu/sync-engine';
import {
  isAtWechat,
  learnOrder,
  mustLearn,
  waitForOrder,
  type LearnOrder,
  type OrderKnowledge,
} from '../orders/order-knowledge';

export const AFTERSALE_WINDOW = 'aftersale-window';

/** Until when the buyer may open after-sales of an order, as the merchant wants it. */
export interface DesiredWindow {
  /** ISO time. */
  readonly until: string;
  /** ISO time at which the merchant told. */
  readonly at: string;
}

export interface ObservedWindow {
  readonly extendedTo: string | null;
  /** An extension to this time got no answer: it may have been made. */
  readonly maybeExtendedTo?: string | null;
  readonly order: OrderKnowledge | null;
}

export type WindowRow = PlanState<DesiredWindow, ObservedWindow>;

interface ExtendWindow extends Command {
  readonly name: 'extend';
  readonly effect: 'once';
  readonly until: string;
}
/** Notes that an extension got no answer. Asks nobody: nothing at WeChat shows the period. */
interface NoteUnanswered extends Command {
  readonly name: 'note-unanswered';
  readonly effect: 'read';
  readonly until: string;
}
export type WindowCommand = LearnOrder | ExtendWindow | NoteUnanswered;

export type WindowFact =
  | { readonly kind: 'order-learned'; readonly order: OrderKnowledge }
  | { readonly kind: 'extended'; readonly until: string }
  | { readonly kind: 'unanswered'; readonly until: string };

const nothingKnown: ObservedWindow = { extendedTo: null, order: null };

/**
 * WeChat extends once per order, and nothing there shows the period: what was answered counts. An extension that got no
 * answer is sent again; if it is then refused as made before, it was made.
 */
export const aftersaleWindowPlanner: Planner<DesiredWindow, ObservedWindow, WindowCommand, WindowFact> = {
  kind: AFTERSALE_WINDOW,

  plan({ desired, observed, intent, entityId, generation }: WindowRow, now: Date): Plan<WindowCommand> {
    const { extendedTo, order } = observed ?? nothingKnown;
    const { until } = desired;
    if (intent !== null) return { kind: 'run', command: noteUnanswered(String(intent.detail['until'])) };
    if (extendedTo === until) return { kind: 'idle' };
    if (mustLearn(generation, order, entityId, isAtWechat))
      return { kind: 'run', command: learnOrder(entityId) };
    if (order?.facts?.atWechat == null) return waitForOrder(entityId, desired.at, now);
    return { kind: 'run', command: extendWindow(until) };
  },

  reduce({ observed, entityId }: WindowRow, fact: WindowFact): Reduction<ObservedWindow> {
    const known = observed ?? nothingKnown;
    switch (fact.kind) {
      case 'order-learned':
        return { observed: { ...known, order: fact.order }, events: [] };
      case 'extended': {
        const { until } = fact;
        const data = { orderId: entityId, until };
        return {
          observed: { ...known, extendedTo: until, maybeExtendedTo: null },
          events: [{ type: wechatAftersaleWindowExtended.type, key: until, data }],
        };
      }
      case 'unanswered':
        return { observed: { ...known, maybeExtendedTo: fact.until }, events: [] };
      default:
        return assertUnreachable(fact);
    }
  },

  parked({ entityId, desiredVersion }: WindowRow, problems: readonly Problem[]) {
    return {
      type: wechatAftersaleParked.type,
      data: {
        orderId: entityId,
        wechatAftersaleId: null,
        merchantAftersaleId: null,
        line: null,
        type: null,
        amount: null,
        state: null,
        merchantVersion: desiredVersion,
        problems,
      },
    };
  },
};

function extendWindow(until: string): ExtendWindow {
  return { name: 'extend', effect: 'once', lane: 'content', fingerprint: until, intent: { until }, until };
}

function noteUnanswered(until: string): NoteUnanswered {
  return { name: 'note-unanswered', effect: 'read', lane: 'content', fingerprint: until, until };
}
