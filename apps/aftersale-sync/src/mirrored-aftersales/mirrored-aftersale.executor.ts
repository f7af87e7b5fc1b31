import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { MirrorChannel } from '../channel/mirror-channel';
import { underLease, type Leases } from '../leases/under-lease';
import type { OrderBook } from '../orders/order-book';
import type { DesiredMirror, MirrorRow, ObservedMirror } from './mirrored-aftersale';
import type { MirrorCommand, MirrorFact } from './mirrored-aftersale.commands';

type Outcome = Execution<MirrorFact>;

/** The order is in a state that takes none. WeChat documentation: after-sales, old family. */
const ORDER_OVER: readonly number[] = [100000, 1000000];
const ORDER_BUSY = 2747026;
const rules: CallRules = { contradictions: new Set(ORDER_OVER), pauses: new Map([[ORDER_BUSY, 700]]) };

/** Runs the commands of an after-sale that the merchant runs. */
export class MirroredAftersaleExecutor implements Executor<
  DesiredMirror,
  ObservedMirror,
  MirrorCommand,
  MirrorFact
> {
  constructor(
    private readonly channel: MirrorChannel,
    private readonly leases: Leases,
    private readonly orders: OrderBook,
    private readonly clock: Clock,
  ) {}

  async execute(command: MirrorCommand, row: MirrorRow, context: ExecutionContext): Promise<Outcome> {
    const { appId, entityId, generation } = row;
    if (command.name === 'learn-order') {
      const { orderId } = command;
      const facts = await this.orders.find(appId, orderId);
      return { kind: 'fact', fact: { kind: 'order-learned', order: { orderId, facts, generation } } };
    }
    const { orderId } = row.desired.mirror;
    const openId = row.observed?.order?.facts?.atWechat?.openId;
    if (openId === undefined)
      throw new Error(`${command.name} planned for an order whose buyer is not known`);
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    const order = { orderId, openId };
    switch (command.name) {
      case 'read':
        return this.outcome(command, await this.channel.read(call, order, entityId), (shown) => ({
          kind: 'read',
          shown,
        }));
      case 'add':
        return underLease(this.leases, this.clock, call, orderId, async (leased) =>
          this.outcome(command, await this.channel.add(leased, order, entityId, command.mirror), () => ({
            kind: 'shown',
            mirror: command.mirror,
            isNew: true,
          })),
        );
      case 'update':
        return underLease(this.leases, this.clock, call, orderId, async (leased) =>
          this.outcome(command, await this.channel.update(leased, order, entityId, command.mirror), () => ({
            kind: 'shown',
            mirror: command.mirror,
            isNew: false,
          })),
        );
      default:
        return assertUnreachable(command);
    }
  }

  private outcome<T>(
    command: MirrorCommand,
    result: ChannelResult<T>,
    factOf: (value: T) => MirrorFact,
  ): Outcome {
    if (result.ok) return { kind: 'fact', fact: factOf(result.value), note: result.note };
    const { error, note } = result;
    const outcome = outcomeOf(error, this.clock.now(), rules);
    if (outcome.kind !== 'contradicted') return { ...outcome, note };
    const { problems } = outcome;
    // An order may be over by this very after-sale, and the answer that said so got lost: look.
    return command.name === 'update'
      ? { kind: 'stale', fact: { kind: 'order-over', problems }, problems, note }
      : { kind: 'refused', problems, note };
  }
}
