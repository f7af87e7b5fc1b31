import type { Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type CallRules,
  type ChannelCall,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { AftersaleChannel } from '../channel/aftersale-channel';
import { underLease, type Leases } from '../leases/under-lease';
import type { OrderBook } from '../orders/order-book';
import type { DesiredWindow, ObservedWindow, WindowCommand, WindowFact, WindowRow } from './aftersale-window';

const ORDER_BUSY = 2747026;
/** WeChat documentation: after-sales, period. Extended before, or to a time that is not later. */
const EXTENDED_BEFORE = 1010060;
const rules: CallRules = { contradictions: new Set([EXTENDED_BEFORE]), pauses: new Map([[ORDER_BUSY, 700]]) };

/** Extends the period in which after-sales of an order can be opened. */
export class AftersaleWindowExecutor implements Executor<
  DesiredWindow,
  ObservedWindow,
  WindowCommand,
  WindowFact
> {
  constructor(
    private readonly channel: Pick<AftersaleChannel, 'extendWindow'>,
    private readonly leases: Leases,
    private readonly orders: OrderBook,
    private readonly clock: Clock,
  ) {}

  async execute(
    command: WindowCommand,
    { appId, entityId: orderId, generation, observed }: WindowRow,
    context: ExecutionContext,
  ): Promise<Execution<WindowFact>> {
    if (command.name === 'learn-order') {
      const facts = await this.orders.find(appId, orderId);
      return { kind: 'fact', fact: { kind: 'order-learned', order: { orderId, facts, generation } } };
    }
    if (command.name === 'note-unanswered') {
      return { kind: 'fact', fact: { kind: 'unanswered', until: command.until } };
    }
    const openId = observed?.order?.facts?.atWechat?.openId;
    if (openId === undefined) throw new Error('extend planned for an order whose buyer is not known');
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    return underLease<WindowFact>(this.leases, this.clock, call, orderId, async (leased) => {
      const { until } = command;
      const result = await this.channel.extendWindow(leased, { orderId, openId }, new Date(until));
      if (result.ok) return { kind: 'fact', fact: { kind: 'extended', until }, note: result.note };
      const outcome = outcomeOf(result.error, this.clock.now(), rules);
      const { note } = result;
      if (outcome.kind !== 'contradicted') return { ...outcome, note };
      return observed?.maybeExtendedTo === until
        ? { kind: 'fact', fact: { kind: 'extended', until }, note }
        : { kind: 'refused', problems: outcome.problems, note };
    });
  }
}
