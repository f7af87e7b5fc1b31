import type { Address } from '@tongbu/contracts';
import type { OrderKnowledge } from './order-knowledge';

type Text = string | null | undefined;

/** The buyer of an order and where its returns go, as far as a row knows: no note of a call may name them. */
export function personOf(order: OrderKnowledge | null | undefined): Text[] {
  const facts = order?.facts;
  return [facts?.atWechat?.openId, ...addressTexts(facts?.returnAddress)];
}

export function addressTexts(address: Address | null | undefined): Text[] {
  return [address?.phone, address?.receiverName, address?.detail];
}
