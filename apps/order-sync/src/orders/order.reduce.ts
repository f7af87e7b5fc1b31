import type { Address } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { hash, type Intent, type Reduction } from '@tongbu/sync-engine';
import { samePrice } from './order.amounts';
import type { OrderFact, ReadOrder } from './order.commands';
import { orderEvents } from './order.events';
import { isAddressDistrusted } from './order.hint';
import { overwrittenAddress } from './order.parts';
import { isUnpaid, phaseOf } from './order.status';
import { OrderTeller } from './order.tell';
import {
  mayStillArrive,
  nothingObserved,
  type ObservedOrder,
  type OrderState,
  type Price,
  type SentOrder,
  type Unsettled,
} from './order';

type OrderReduction = Reduction<ObservedOrder>;

/**
 * What we know after WeChat told us `fact`, and what the merchant hears about it. Only a read tells where an order stands:
 * the answer to a payment report or a cancellation makes the order be read.
 */
export function reduceOrder(state: OrderState, fact: OrderFact, now: Date): OrderReduction {
  const known = state.observed ?? nothingObserved;
  switch (fact.kind) {
    case 'read': {
      const asked = new Date(fact.askedAt);
      const seen =
        fact.order === null
          ? notFound(state, known, asked, now)
          : found(state, known, fact.order, asked, now);
      return new OrderTeller(state, known, seen, now).tell();
    }
    case 'products-checked':
      return silent({ ...known, products: fact.products });
    case 'added':
      return reduceAdded(state, known, fact, now);
    case 'payment-reported':
      return silent({ ...known, outdated: true, setback: null });
    case 'cancel-taken':
      return silent({ ...known, outdated: true, setback: null, cancelSent: true });
    case 'price-changed':
      return silent({ ...known, outdated: true, setback: null, priceChangeUsed: true });
    case 'address-changed': {
      const observed = { ...known, addressSent: fact.address, addressChanges: known.addressChanges + 1 };
      return { observed, events: [orderEvents.addressChanged({ state, observed }, fact.merchantVersion)] };
    }
    case 'parameters': {
      const observed = { ...known, checkoutAnswered: fact.checkoutId };
      return {
        observed,
        events: [orderEvents.parametersReady({ state, observed }, fact.checkoutId, fact.parameters)],
      };
    }
    case 'contradicted': {
      const count = known.setback?.command === fact.command ? known.setback.count + 1 : 1;
      return silent({
        ...known,
        outdated: true,
        setback: { command: fact.command, count, at: now.toISOString() },
      });
    }
    case 'refused': {
      const { command, fingerprint, problems, doubtful } = fact;
      const refused = { fingerprint, problems, desiredGeneration: state.desiredGeneration };
      return silent({
        ...known,
        outdated: known.outdated || doubtful,
        refused: { ...known.refused, [command]: refused },
      });
    }
    default:
      return assertUnreachable(fact);
  }
}

function reduceAdded(
  state: OrderState,
  known: ObservedOrder,
  fact: Extract<OrderFact, { kind: 'added' }>,
  now: Date,
): OrderReduction {
  const { kind: _, sent, wechatId, ...ticket } = fact;
  const observed: ObservedOrder = {
    ...known,
    existence: 'present',
    wechatId,
    ...contentsOf(sent),
    status: UNPAID,
    expiresAt: sent.expiresAt,
    createdAt: now.toISOString(),
    told: [...known.told, 'created'],
  };
  return { observed, events: [orderEvents.created({ state, observed }, ticket)] };
}

const UNPAID = 10;

function contentsOf(sent: SentOrder) {
  const { collectedBy, price, address } = sent;
  return { sent, collectedBy, price, addressSent: address, unsettled: null, setback: null };
}

/** WeChat has no such order. One whose creation may still arrive is not taken to be absent. */
function notFound(state: OrderState, known: ObservedOrder, asked: Date, now: Date): ObservedOrder {
  const seen = { ...known, outdated: false, readAt: now.toISOString() };
  if (known.existence === 'present' || known.existence === 'missing')
    return { ...seen, existence: 'missing' };
  const sent = intendedOrder(state.intent) ?? known.sent;
  const at = sinceOf(state.intent, known, 'add');
  if (sent === null || at === undefined || !mayStillArrive(at, asked)) {
    return { ...seen, existence: 'absent', sent: null, unsettled: null };
  }
  return { ...seen, existence: 'unclear', sent, unsettled: { command: 'add', at } };
}

function found(
  state: OrderState,
  known: ObservedOrder,
  order: ReadOrder,
  asked: Date,
  now: Date,
): ObservedOrder {
  const sent = known.sent ?? intendedOrder(state.intent);
  const isNew = known.existence === 'absent' || known.existence === 'unclear';
  const before = isNew && sent !== null ? { ...known, ...contentsOf(sent) } : known;
  const price = order.price ?? before.price;
  const seen: ObservedOrder = {
    ...before,
    existence: 'present',
    wechatId: order.wechatId,
    status: order.status,
    collectedBy: order.collectedBy ?? before.collectedBy,
    price,
    priceChangeUsed: before.priceChangeUsed || isOtherPrice(price, sent),
    payment: order.payment ?? before.payment,
    address: order.address,
    addressSent: addressAtWechat(state, before, order.address),
    parcels: order.parcels,
    allDispatched: order.allDispatched,
    expiresAt: order.expiresAt ?? before.expiresAt,
    receivedAt: order.receivedAt ?? before.receivedAt,
    attribution: order.attribution ?? before.attribution,
    cancelSent: before.cancelSent || state.intent?.command === 'cancel',
    setback: order.status === known.status ? known.setback : null,
    outdated: false,
    createdAt: before.createdAt ?? order.createdAt ?? now.toISOString(),
    readAt: now.toISOString(),
  };
  return { ...seen, unsettled: unsettledPrice(state.intent, known, seen, asked) };
}

/** What WeChat has of the address, as a hash. It is compared with what was given only when somebody asks for it. */
function addressAtWechat(
  { desired, hint }: OrderState,
  before: ObservedOrder,
  shown: Address | null,
): string | null {
  if (!isAddressDistrusted(hint)) return before.addressSent;
  return overwrittenAddress(desired, before, shown).length > 0 ? hash(shown) : before.addressSent;
}

function isOtherPrice(price: Price | null, sent: SentOrder | null): boolean {
  return price !== null && sent !== null && !samePrice(price, sent.price);
}

/** A price change without an answer that WeChat does not show, and that may still arrive. */
function unsettledPrice(
  intent: Intent | null,
  known: ObservedOrder,
  seen: ObservedOrder,
  asked: Date,
): Unsettled | null {
  const at = sinceOf(intent, known, 'change-price');
  if (at === undefined || seen.priceChangeUsed || !isUnpaid(phaseOf(seen.status))) return null;
  return mayStillArrive(at, asked) ? { command: 'change-price', at } : null;
}

function sinceOf(
  intent: Intent | null,
  { unsettled }: ObservedOrder,
  command: Unsettled['command'],
): string | undefined {
  if (intent?.command === command) return intent.at;
  return unsettled?.command === command ? unsettled.at : undefined;
}

/** What an add without an outcome would have created. We wrote the intent ourselves. */
function intendedOrder(intent: Intent | null): SentOrder | null {
  return intent?.command === 'add' ? ((intent.detail['sent'] as SentOrder | undefined) ?? null) : null;
}

function silent(observed: ObservedOrder): OrderReduction {
  return { observed, events: [] };
}
