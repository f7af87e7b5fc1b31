import { addressTexts, personOf } from '../orders/order.privacy';
import type { AftersaleRow } from './aftersale';

/** Who an after-sale is about: no note of a call may name them. */
export function personsOf({ desired, observed }: AftersaleRow): (string | null | undefined)[] {
  const named = desired.wishes.flatMap((wish) =>
    wish.kind === 'accept-return' ? addressTexts(wish.address) : [],
  );
  const { aftersale = null, order = null } = observed ?? {};
  return [aftersale?.openId, ...addressTexts(aftersale?.returnAddress), ...named, ...personOf(order)];
}
