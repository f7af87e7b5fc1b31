import type { Problem } from '@tongbu/contracts';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { CarrierFinder } from '../carriers/carrier-finder';
import type { OrderReference, ShippingChannel } from '../channel/shipping-channel';
import type { OrderNews } from '../orders/order-news';
import type { DesiredShipment, ObservedShipment, ShipmentState } from './shipment';
import type { ShipmentCommand, ShipmentFact } from './shipment.commands';
import { SHIPPING_ERRORS, shippingErrors } from './shipment.errors';

type Outcome = Execution<ShipmentFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;

/** Runs a shipment's commands at the channel. */
export class ShipmentExecutor implements Executor<
  DesiredShipment,
  ObservedShipment,
  ShipmentCommand,
  ShipmentFact
> {
  constructor(
    private readonly channel: ShippingChannel,
    private readonly news: OrderNews,
    private readonly carriers: CarrierFinder,
    private readonly clock: Clock,
  ) {}

  async execute(command: ShipmentCommand, state: ShipmentState, context: ExecutionContext): Promise<Outcome> {
    const { appId, entityId, generation } = state;
    if (command.name === 'consult') {
      const told = await this.news.of(appId, entityId);
      return { kind: 'fact', fact: { kind: 'consulted', heard: { ...told, generation, at: this.now() } } };
    }
    const openId = state.observed?.heard?.order?.openId;
    if (openId == null) throw new Error(`${command.name} planned for an order whose buyer is not known`);
    const outcome = await this.atChannel(
      command,
      state,
      { appId, lane: command.lane, ...context },
      { orderId: entityId, openId },
    );
    return { ...outcome, note: withoutBuyer(outcome.note ?? {}, openId) };
  }

  private async atChannel(
    command: Exclude<ShipmentCommand, { name: 'consult' }>,
    state: ShipmentState,
    call: ChannelCall,
    order: OrderReference,
  ): Promise<Outcome> {
    const { channel } = this;
    const { generation } = state;
    switch (command.name) {
      case 'read': {
        const result = await channel.read(call, order);
        return this.outcome(command, state, result, (read) => ({ kind: 'read', order: read, generation }));
      }
      case 'map-carrier': {
        const { parcel } = command;
        const { carrier } = parcel;
        const result = await this.carriers.find(call, carrier);
        return this.outcome(command, state, result, (carrierId) => ({
          kind: 'carrier-answered',
          parcel,
          answer: { carrier, carrierId, generation, at: this.now() },
        }));
      }
      case 'send': {
        const { parcel, recorded, finish } = command;
        const result = await channel.send(call, order, {
          parcels: [recorded],
          doneAt: finish?.doneAt ?? null,
        });
        return this.outcome(command, state, result, () => ({ kind: 'sent', parcel, recorded, finish }));
      }
      case 'finish': {
        const { finish } = command;
        const result = await channel.send(call, order, { parcels: [], doneAt: finish.doneAt });
        return this.outcome(command, state, result, () => ({ kind: 'finished', finish }));
      }
      case 'receive':
        return this.outcome(command, state, await channel.confirmReceipt(call, order), () => ({
          kind: 'received',
        }));
      default:
        return assertUnreachable(command);
    }
  }

  private outcome<T>(
    command: ShipmentCommand,
    state: ShipmentState,
    result: ChannelResult<T>,
    factOf: (value: T) => ShipmentFact,
  ): Outcome {
    if (!result.ok) return { ...this.failure(command, state, result), note: result.note };
    return { kind: 'fact', fact: factOf(result.value), note: result.note };
  }

  private failure(command: ShipmentCommand, state: ShipmentState, { error }: Failure): Outcome {
    const outcome = outcomeOf(error, this.clock.now(), shippingErrors);
    switch (outcome.kind) {
      case 'contradicted':
      case 'refused': {
        const { problems } = outcome;
        const code = outcome.kind === 'contradicted' ? outcome.code : undefined;
        const fact = refusalOf(command, state, problems, code);
        if (fact !== undefined) return { kind: 'refused', problems, fact };
        return outcome.kind === 'refused'
          ? outcome
          : { kind: 'stale', fact: { kind: 'out-of-date' }, problems };
      }
      case 'failed':
        // WeChat documentation: after "busy" a write may have been done, and the order is to be read.
        return command.effect === 'once' && error.kind === 'refused'
          ? { ...outcome, kind: 'unknown' }
          : outcome;
      case 'unknown':
      case 'deferred':
        return outcome;
      default:
        return assertUnreachable(outcome);
    }
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

/** What a "no" proves about a parcel or the order, for the planner to remember; undefined for the rest. */
function refusalOf(
  command: ShipmentCommand,
  { desiredGeneration }: ShipmentState,
  problems: readonly Problem[],
  code: number | undefined,
): ShipmentFact | undefined {
  const { finish } = command.name === 'send' || command.name === 'finish' ? command : { finish: null };
  const isAboutTheRest = command.name === 'finish' || code === SHIPPING_ERRORS.linesWithoutParcel;
  if (finish !== null && code !== undefined && isAboutTheRest) return { kind: 'finish-refused', finish };
  if (command.name !== 'send') return undefined;
  const { fingerprint, parcel } = command;
  return { kind: 'parcel-refused', parcelId: parcel.parcelId, fingerprint, desiredGeneration, problems };
}

/** For the timeline: WeChat's own texts may repeat what they were sent. */
function withoutBuyer(note: Readonly<Record<string, unknown>>, openId: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(note).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(openId, '****') : value,
    ]),
  );
}
