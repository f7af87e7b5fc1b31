import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { OrderChannel, OrderReference } from '../channel/order-channel';
import type { ProductStandings } from '../products/product-standings';
import type { OrderCommand, OrderFact } from './order.commands';
import { orderErrors, PRODUCT_REFUSALS } from './order.errors';
import { referenceOf } from './order.reference';
import { withoutPerson } from './order.privacy';
import type { DesiredOrder, ObservedOrder, OrderState, ProductStanding } from './order';

/** The longest that a command with a buyer behind it is put off. */
const LONGEST_WAIT_MS = 60_000;

type Outcome = Execution<OrderFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;

/** Runs an order's commands at the channel. */
export class OrderExecutor implements Executor<DesiredOrder, ObservedOrder, OrderCommand, OrderFact> {
  constructor(
    private readonly channel: OrderChannel,
    private readonly products: ProductStandings,
    private readonly clock: Clock,
  ) {}

  async execute(command: OrderCommand, state: OrderState, context: ExecutionContext): Promise<Outcome> {
    const reference = referenceOf(state);
    if (reference === undefined)
      throw new Error(`${command.name} planned for an order that nobody has placed`);
    const call: ChannelCall = { appId: state.appId, lane: command.lane, ...context };
    const outcome = await this.run(command, state, call, reference);
    const { note, ...rest } = outcome;
    return note === undefined ? outcome : { ...rest, note: withoutPerson(note, state.desired, reference) };
  }

  private async run(
    command: OrderCommand,
    state: OrderState,
    call: ChannelCall,
    reference: OrderReference,
  ): Promise<Outcome> {
    const { channel } = this;
    switch (command.name) {
      case 'read': {
        const askedAt = this.clock.now().toISOString();
        const result = await channel.read(call, reference);
        return this.outcome(command, state, result, (order) => ({ kind: 'read', order, askedAt }));
      }
      case 'check-products':
        return this.checkProducts(command.productIds, state);
      case 'add': {
        const { order, sent } = command;
        const result = await channel.add(call, { orderId: state.entityId, order, sent });
        if (isProductRefusal(result)) return this.productsRefused(command, state, result);
        return this.outcome(command, state, result, (created) => ({ kind: 'added', sent, ...created }));
      }
      case 'report-paid': {
        const result = await channel.reportPaid(call, reference, command.payment);
        return this.outcome(command, state, result, () => ({ kind: 'payment-reported' }));
      }
      case 'cancel': {
        const result = await channel.cancel(call, reference, command.how, command.remark);
        return this.outcome(command, state, result, () => ({ kind: 'cancel-taken' }));
      }
      case 'change-price': {
        const result = await channel.changePrice(call, reference, command.price);
        return this.outcome(command, state, result, () => ({ kind: 'price-changed' }));
      }
      case 'update-address': {
        const { address, addressHash, merchantVersion } = command;
        const result = await channel.updateAddress(call, reference, address);
        return this.outcome(command, state, result, () => ({
          kind: 'address-changed',
          address: addressHash,
          merchantVersion,
        }));
      }
      case 'payment-parameters': {
        const { checkoutId } = command;
        const result = await channel.paymentParameters(call, reference);
        return this.outcome(command, state, result, (parameters) => ({
          kind: 'parameters',
          checkoutId,
          parameters,
        }));
      }
      default:
        return assertUnreachable(command);
    }
  }

  private outcome<T>(
    command: OrderCommand,
    state: OrderState,
    result: ChannelResult<T>,
    factOf: (value: T) => OrderFact,
  ): Outcome {
    if (!result.ok) return { ...this.failure(command, result), note: result.note };
    return { kind: 'fact', fact: factOf(result.value), note: result.note };
  }

  private failure(command: OrderCommand, { error }: Failure): Outcome {
    const outcome = outcomeOf(error, this.clock.now(), orderErrors);
    switch (outcome.kind) {
      case 'contradicted':
        return {
          kind: 'stale',
          fact: { kind: 'contradicted', command: command.name },
          problems: outcome.problems,
        };
      case 'failed':
        // WeChat documentation: after "busy" a write may have been done, and the order is to be read.
        return command.effect === 'once' && error.kind === 'refused'
          ? { ...outcome, kind: 'unknown' }
          : outcome;
      case 'refused': {
        if (command.effect === 'read') return outcome;
        const { problems } = outcome;
        const { name, fingerprint } = command;
        const doubtful = error.kind === 'refused' && error.unknownCode;
        return {
          kind: 'refused',
          problems,
          fact: { kind: 'refused', command: name, fingerprint, problems, doubtful },
        };
      }
      case 'deferred':
        return { ...outcome, until: this.soonEnough(command, outcome.until) };
      case 'unknown':
        return outcome;
      default:
        return assertUnreachable(outcome);
    }
  }

  /** A buyer's time is short: what he waits for is tried again within a minute, also while a whole account is refused. */
  private soonEnough({ lane }: OrderCommand, until: Date): Date {
    if (lane !== 'checkout' && lane !== 'money') return until;
    return new Date(Math.min(until.getTime(), this.clock.now().getTime() + LONGEST_WAIT_MS));
  }

  private async checkProducts(productIds: readonly string[], state: OrderState): Promise<Outcome> {
    const standings = await this.products.of(state.appId, productIds);
    return { kind: 'fact', fact: this.checked(standings, state) };
  }

  /** WeChat names no product: it is one of those nobody vouches for, or else any of them. */
  private async productsRefused(
    command: Extract<OrderCommand, { name: 'add' }>,
    state: OrderState,
    result: Failure,
  ): Promise<Outcome> {
    const ids = [...new Set(command.order.lines.map(({ productId }) => productId))];
    const known = await this.products.of(state.appId, ids);
    const suspects = ids.filter((id) => known[id] !== 'orderable');
    const refused = suspects.length === 0 ? ids : suspects;
    const standings = Object.fromEntries(
      ids.map((id): [string, ProductStanding] => [id, refused.includes(id) ? 'refused' : 'orderable']),
    );
    const outcome = outcomeOf(result.error, this.clock.now(), orderErrors);
    const problems = 'problems' in outcome ? outcome.problems : [];
    return { kind: 'refused', problems, fact: this.checked(standings, state), note: result.note };
  }

  private checked(
    standings: Readonly<Record<string, ProductStanding>>,
    { generation }: OrderState,
  ): OrderFact {
    const checkedAt = this.clock.now().toISOString();
    return { kind: 'products-checked', products: { standings, checkedAt, generation } };
  }
}

function isProductRefusal(result: ChannelResult<unknown>): result is Failure {
  return !result.ok && result.error.kind === 'refused' && PRODUCT_REFUSALS.includes(result.error.code);
}
