import type { Address } from '@tongbu/contracts';
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
  Versioned,
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

/** The merchant's newest address, unless it is one that WeChat takes no more: a later document's. */
function addressInForce(
  { order, address }: DesiredOrder,
  { sent }: ObservedOrder,
): Versioned<Address> | null {
  if (address !== null) return address;
  const placed = order?.content.delivery.address;
  if (order === null || placed === undefined || hash(placed) !== sent?.address) return null;
  return { content: placed, version: order.version };
}

const ADDRESS_PARTS = ['receiverName', 'phone', 'detail'] as const;

/**
 * The parts of the address that somebody else has changed at WeChat since it was given to it. Parts that WeChat hides
 * are taken to be as they were.
 */
export function overwrittenAddress(
  desired: DesiredOrder,
  observed: ObservedOrder,
  shown: Address | null,
): readonly (typeof ADDRESS_PARTS)[number][] {
  const wanted = addressInForce(desired, observed)?.content;
  if (shown === null || wanted === undefined || hash(wanted) !== observed.addressSent) return [];
  return ADDRESS_PARTS.filter((part) => isShown(shown[part]) && shown[part] !== wanted[part]);
}

const isShown = (text: string) => text !== '' && !text.includes('*');

/** What of the placed document is another than what WeChat has, without the changes WeChat takes. */
export function changedFields(desired: DesiredOrder, observed: ObservedOrder): string[] {
  const { order, price } = desired;
  if (order === null || observed.sent === null) return [];
  const { parts } = observed.sent;
  const wanted = partsOf(order.content);
  const changed = Object.keys(wanted).filter(
    (name) => parts[name] !== undefined && wanted[name] !== parts[name],
  );
  const { delivery } = order.content;
  const isOther = hash(delivery.address ?? null) !== observed.addressSent;
  if (isOther && addressInForce(desired, observed) === null) changed.push('delivery.address');
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

/** The address that WeChat is to be given; undefined when it has it, or takes no other. */
export function wantedAddress(desired: DesiredOrder, observed: ObservedOrder) {
  const address = addressInForce(desired, observed);
  if (address === null) return undefined;
  const wanted = hash(address.content);
  return wanted === observed.addressSent
    ? undefined
    : { address: address.content, hash: wanted, version: address.version };
}
