import type { OrderReference } from '../channel/order-channel';
import type { DesiredOrder, ObservedOrder, OrderState, SentOrder } from './order';

/**
 * How WeChat finds the order: with the buyer it was created for, whatever the merchant says since. undefined: not placed.
 */
export function referenceOf({
  entityId,
  desired,
  observed,
  intent,
}: Pick<OrderState, 'entityId' | 'desired' | 'observed' | 'intent'>): OrderReference | undefined {
  const intended = intent?.command === 'add' ? (intent.detail['sent'] as SentOrder | undefined) : undefined;
  const openId = buyerOf(desired, observed, intended);
  return openId === undefined ? undefined : { orderId: entityId, openId };
}

function buyerOf(
  { order }: DesiredOrder,
  observed: ObservedOrder | null,
  intended: SentOrder | undefined,
): string | undefined {
  return observed?.sent?.openId ?? intended?.openId ?? order?.content.buyer.openId;
}
