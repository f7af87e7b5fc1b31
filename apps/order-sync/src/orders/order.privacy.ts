import type { OrderReference } from '../channel/order-channel';
import type { DesiredOrder } from './order';

const HIDDEN = '****';

/** A note for the timeline without the buyer: WeChat's own texts may repeat what they were sent. */
export function withoutPerson(
  note: Readonly<Record<string, unknown>>,
  { order, address }: DesiredOrder,
  { openId }: OrderReference,
): Record<string, unknown> {
  const addresses = [order?.content.delivery.address, address?.content, order?.content.returnAddress];
  const secrets = [
    openId,
    order?.content.buyer.openId,
    ...addresses.flatMap((known) =>
      known === undefined ? [] : [known.phone, known.receiverName, known.detail],
    ),
  ].filter((text): text is string => text !== undefined && text.length > 1);
  const hide = (text: string) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text);
  return Object.fromEntries(
    Object.entries(note).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
  );
}
