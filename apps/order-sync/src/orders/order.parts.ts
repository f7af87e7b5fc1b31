import { hash } from '@tongbu/sync-engine';
import { priceOf, samePrice, wantedOrder } from './order.amounts';
import type {
  Collector,
  DesiredOrder,
  Generation,
  ObservedOrder,
  OrderDocument,
  Price,
  SentOrder,
} from './order';

/** The parts of a document that WeChat takes once, by the name the merchant has for them. Prices and address apart. */
function partsOf(order: OrderDocument): Record<string, string> {
  const { buyer, path, payment, traceId, scene, aftersaleDays, lines, delivery, returnAddress, expiresAt } =
    order;
  const goods = lines.map(({ unitPrice: _, paid: __, ...line }) => line);
  const parts = {
    buyer,
    path,
    payment,
    traceId,
    scene,
    aftersaleDays,
    expiresAt,
    lines: goods,
    'delivery.type': delivery.type,
    returnAddress,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hash(part ?? null)]));
}

/** What is remembered of an order when it is created. */
export function sentOrder(
  order: OrderDocument,
  collectedBy: Collector,
  generation: Generation,
  merchantVersion: number | null,
): SentOrder {
  return {
    parts: partsOf(order),
    merchantVersion,
    openId: order.buyer.openId,
    generation,
    collectedBy,
    price: priceOf(order, generation),
    address: hash(order.delivery.address ?? null),
    deliveryType: order.delivery.type,
    expiresAt: generation === 'first' ? null : (order.expiresAt ?? null),
  };
}

/** What of the placed document is another than what WeChat has, without the changes WeChat takes. */
export function changedFields({ order, price, address }: DesiredOrder, observed: ObservedOrder): string[] {
  if (order === null || observed.sent === null) return [];
  const { parts } = observed.sent;
  const wanted = partsOf(order.content);
  const changed = Object.keys(wanted).filter(
    (name) => parts[name] !== undefined && wanted[name] !== parts[name],
  );
  const { delivery } = order.content;
  if (address === null && hash(delivery.address ?? null) !== observed.addressSent)
    changed.push('delivery.address');
  if (changed.includes('lines')) return changed;
  const placed = priceOf(order.content, observed.sent.generation);
  if (price === null && observed.price !== null && !samePrice(placed, observed.price)) {
    changed.push('total');
  }
  return changed;
}

/** The prices the merchant has changed the order to; undefined when they are in force, or were never changed. */
export function wantedPrice(desired: DesiredOrder, { price, sent }: ObservedOrder): Price | undefined {
  const order = wantedOrder(desired);
  if (order === null || desired.price === null) return undefined;
  const wanted = priceOf(order, sent?.generation ?? 'second');
  return price !== null && samePrice(wanted, price) ? undefined : wanted;
}

/** The address the merchant has changed the order to; undefined when WeChat has it, or it was never changed. */
export function wantedAddress({ address }: DesiredOrder, { addressSent }: ObservedOrder) {
  if (address === null) return undefined;
  const wanted = hash(address.content);
  return wanted === addressSent
    ? undefined
    : { address: address.content, hash: wanted, version: address.version };
}
