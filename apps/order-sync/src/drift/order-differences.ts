import type { Address } from '@tongbu/contracts';
import type { Difference } from '@tongbu/sync-engine';
import { isDeepStrictEqual } from 'node:util';
import { priceOf, wantedOrder } from '../orders/order.amounts';
import type { ReadOrder } from '../orders/order.commands';
import { brokenPrices } from '../orders/order.limits';
import { isCancelled } from '../orders/order.money';
import { overwrittenAddress } from '../orders/order.parts';
import { phaseOf } from '../orders/order.status';
import type { DesiredOrder, Generation, ObservedOrder, Price } from '../orders/order';

/** Personal data stays where it is: what differs is named, and not shown. */
const HIDDEN = '****';

/** What of an order stands otherwise at WeChat than our row says, with what the merchant wants of it. Pure. */
export function orderDifferences(
  desired: DesiredOrder,
  known: ObservedOrder,
  wechat: ReadOrder,
  generation: Generation,
): Difference[] {
  return [
    ...other('status', wishOf(desired), standing(known), stateOf(wechat.status)),
    ...other('payment.collectedBy', undefined, known.collectedBy, wechat.collectedBy),
    ...other(
      'payment.transactionId',
      desired.paid?.transactionId,
      known.payment?.transactionId ?? null,
      wechat.payment?.transactionId ?? null,
    ),
    ...other(
      'expiresAt',
      secondOf(wantedOrder(desired)?.expiresAt),
      secondOf(known.expiresAt),
      secondOf(wechat.expiresAt),
    ),
    ...priceDifferences(wantedPriceOf(desired, generation), known.price, wechat.price),
    ...addressDifferences(desired, known, wechat.address),
    ...other('attribution', undefined, known.attribution, wechat.attribution),
  ];
}

/** WeChat keeps whole seconds. */
function secondOf(time: string | null | undefined): string | null {
  if (time === null || time === undefined) return null;
  return new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString();
}

/** An order's state in words; a number that is not documented as it is. */
export function stateOf(status: number | null): string {
  const phase = phaseOf(status);
  return phase === 'unknown' ? String(status) : phase;
}

function standing({ existence, status }: ObservedOrder): string {
  return existence === 'present' ? stateOf(status) : existence;
}

/** What the merchant has said of the order last. */
export function wishOf(desired: DesiredOrder): string {
  if (isCancelled(desired)) return 'cancelled';
  if (desired.received !== null) return 'received';
  return desired.paid === null ? 'placed' : 'paid';
}

function wantedPriceOf(desired: DesiredOrder, generation: Generation): Price | null {
  const order = wantedOrder(desired);
  return order === null || brokenPrices(desired).length > 0 ? null : priceOf(order, generation);
}

type Known = string | number | object | null;

/** null on WeChat's side: it does not tell, which is no difference. */
function other(field: string, merchant: unknown, known: Known, wechat: Known): Difference[] {
  if (wechat === null || isDeepStrictEqual(known, wechat)) return [];
  return [{ field, merchant: merchant ?? null, known, wechat }];
}

function priceDifferences(wanted: Price | null, known: Price | null, wechat: Price | null): Difference[] {
  if (known === null || wechat === null) return [];
  const lineOf = (price: Price | null, name: string) =>
    price?.lines.find(({ productId, skuId }) => `${productId}/${skuId}` === name);
  const names = [...new Set([known, wechat].flatMap(({ lines }) => lines.map(nameOfLine)))];
  return [
    ...other('total', wanted?.total, known.total, wechat.total),
    ...other('freight', wanted?.freight, known.freight, wechat.freight),
    ...names.flatMap((name) => {
      const [mine, ours, theirs] = [lineOf(wanted, name), lineOf(known, name), lineOf(wechat, name)];
      if (ours === undefined || theirs === undefined) {
        return [
          { field: `lines[${name}]`, merchant: mine ?? null, known: ours ?? null, wechat: theirs ?? null },
        ];
      }
      const parts = ['quantity', 'unitPrice', 'paid'] as const;
      return parts.flatMap((part) => other(`lines[${name}].${part}`, mine?.[part], ours[part], theirs[part]));
    }),
  ];
}

function nameOfLine({ productId, skuId }: Price['lines'][number]): string {
  return `${productId}/${skuId}`;
}

function addressDifferences(
  desired: DesiredOrder,
  known: ObservedOrder,
  shown: Address | null,
): Difference[] {
  return overwrittenAddress(desired, known, shown).map((part) => ({
    field: `delivery.address.${part}`,
    merchant: HIDDEN,
    wechat: HIDDEN,
  }));
}
