import { assertUnreachable, type Lane } from '@tongbu/platform';
import type { Hint } from '@tongbu/sync-engine';
import type { OrderPush } from '@tongbu/wechat';
import { orderHints, type Settlement } from './order.hint';

/** The hint in a callback of WeChat's. */
export function hintOfPush(push: OrderPush): Hint {
  switch (push.kind) {
    case 'paid':
      return { name: orderHints.paid, detail: {} };
    case 'cancelled': {
      const cancelledBy = CANCELLERS[push.cancelType ?? 0];
      return { name: orderHints.cancelled, detail: cancelledBy === undefined ? {} : { cancelledBy } };
    }
    case 'confirmed':
      return { name: orderHints.received, detail: {} };
    case 'refunded':
      return { name: orderHints.refunded, detail: {} };
    case 'settled': {
      const { settlementNo, amountFen, at } = push;
      const settlement: Settlement = {
        number: settlementNo,
        amount: amountFen ?? null,
        at: at?.toISOString() ?? null,
      };
      return { name: orderHints.settled, detail: { settlement } };
    }
    case 'attributed':
      return { name: orderHints.attributed, detail: {} };
    case 'updated':
      return { name: orderHints.refresh, detail: {} };
    default:
      return assertUnreachable(push);
  }
}

/** WeChat documentation: seen with 1; presumably 1 buyer, 2 time-out. */
const CANCELLERS: Readonly<Record<number, 'buyer' | 'timed-out'>> = { 1: 'buyer', 2: 'timed-out' };

/** A payment and its opposite are looked at before prices, addresses and the rest. */
export function laneOfHint({ name }: Hint): Lane {
  return name === orderHints.paid || name === orderHints.cancelled ? 'money' : 'content';
}
