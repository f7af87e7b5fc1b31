import { noteWithout } from '@tongbu/sync-engine';
import type { OrderReference } from '../channel/order-channel';
import type { DesiredOrder } from './order';

/** A note for the timeline without the buyer: WeChat's own texts may repeat what they were sent. */
export function withoutPerson(
  note: Readonly<Record<string, unknown>>,
  { order, address }: DesiredOrder,
  { openId }: OrderReference,
): Record<string, unknown> {
  const addresses = [order?.content.delivery.address, address?.content, order?.content.returnAddress];
  return noteWithout(note, [
    openId,
    order?.content.buyer.openId,
    ...addresses.flatMap((known) => [known?.phone, known?.receiverName, known?.detail]),
  ]);
}
