import { merchantOrder } from '@tongbu/contracts';
import { z } from 'zod';
import { ORDER_ID } from '../orders/order.limits';

const orderId = z
  .string({ error: 'expected the order id' })
  .regex(ORDER_ID, 'expected letters, digits, - and _, at most 127');

/** The order as its event carries it, and its id. */
export const checkoutBody = merchantOrder.extend({ orderId });
export const orderIdParameter = z.object({ orderId });

const SHORTEST_S = 0;
const DEFAULT_S = 3;
const LONGEST_S = 10;

/** How long a caller waits, in seconds. RFC 7240: `Prefer: wait=N`; what is not understood is ignored. */
export function waitOf(prefer: string | readonly string[] | undefined): number {
  const wished = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?(?:$|[,;\s])/i.exec(
    [prefer ?? []].flat().join(','),
  )?.[1];
  if (wished === undefined) return DEFAULT_S;
  return Math.min(LONGEST_S, Math.max(SHORTEST_S, Number(wished)));
}
