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
  readonly order: OrderKnowledge | null;
}

export type WindowRow = PlanState<DesiredWindow, ObservedWindow>;

/** WeChat takes the same time again and never a shorter one. */
interface ExtendWindow extends Command {
  readonly name: 'extend';
  readonly effect: 'repeatable';
  readonly until: string;
}
export type WindowCommand = LearnOrder | ExtendWindow;

export type WindowFact =
  | { readonly kind: 'order-learned'; readonly order: OrderKnowledge }
  | { readonly kind: 'extended'; readonly until: string };

const nothingKnown: ObservedWindow = { extendedTo: null, order: null };

/** Nothing at WeChat shows the period: what was answered counts. */
export const aftersaleWindowPlanner: Planner<DesiredWindow, ObservedWindow, WindowCommand, WindowFact> = {
  kind: AFTERSALE_WINDOW,

  plan({ desired, observed, entityId, generation }: WindowRow, now: Date): Plan<WindowCommand> {
    const { extendedTo, order } = observed ?? nothingKnown;
    const { until } = desired;
    if (extendedTo === until) return { kind: 'idle' };
    if (mustLearn(generation, order, entityId, isAtWechat))
      return { kind: 'run', command: learnOrder(entityId) };
    if (order?.facts?.atWechat == null) return waitForOrder(entityId, desired.at, now);
    return {
      kind: 'run',
      command: { name: 'extend', effect: 'repeatable', lane: 'content', fingerprint: until, until },
    };
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
          observed: { ...known, extendedTo: until },
          events: [{ type: wechatAftersaleWindowExtended.type, key: until, data }],
        };
      }
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
