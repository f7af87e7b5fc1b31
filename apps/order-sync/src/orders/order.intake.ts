import type {
  EventData,
  MerchantOrder,
  orderAddressChanged,
  orderCancelled,
  orderCheckoutRequested,
  orderCompensationResolved,
  orderPaid,
  orderPriceChanged,
} from '@tongbu/contracts';
import { hash, type DesiredChange } from '@tongbu/sync-engine';
import { nothingDesired, type DesiredOrder, type ObservedOrder } from './order';

export type OrderChange = (
  desired: DesiredOrder | undefined,
  observed: ObservedOrder | null,
) => DesiredChange<DesiredOrder>;

const UNKNOWN = {
  kind: 'impossible',
  code: 'order-unknown',
  message: 'the order is not known; publish merchant.order.placed.v1 first',
} as const;

/** How each of the merchant's events changes what is wanted. Pure. */
export const orderChanges = {
  /** The same document again keeps what was changed since. */
  placed({ version, ...content }: MerchantOrder): OrderChange {
    return (desired = nothingDesired) => {
      const order = { content, version: version ?? null };
      const isSame = desired.order !== null && isSameDocument(desired.order.content, content);
      return wanted(isSame ? { ...desired, order } : { ...desired, order, price: null, address: null });
    };
  },

  priceChanged({ version, ...content }: EventData<typeof orderPriceChanged>): OrderChange {
    return known((desired) => ({ ...desired, price: { content, version: version ?? null } }));
  },

  addressChanged({ version, address }: EventData<typeof orderAddressChanged>): OrderChange {
    return known((desired) => ({ ...desired, address: { content: address, version: version ?? null } }));
  },

  /** A fact, noted even when it comes before the order. */
  paid(paid: EventData<typeof orderPaid>): OrderChange {
    return (desired = nothingDesired) => wanted({ ...desired, paid });
  },

  /** A fact, noted even when it comes before the order. After "fulfilled", the money is in question once more. */
  cancelled(cancelled: EventData<typeof orderCancelled>): OrderChange {
    return (desired = nothingDesired) =>
      wanted({
        ...desired,
        cancelled,
        compensation: desired.compensation?.resolution === 'fulfilled' ? null : desired.compensation,
      });
  },

  /** WeChat is told by whoever is in charge of parcels. */
  received(notedAt: Date): OrderChange {
    return known((desired) => ({ ...desired, received: { notedAt: notedAt.toISOString() } }));
  },

  checkoutRequested(checkout: EventData<typeof orderCheckoutRequested>): OrderChange {
    return known((desired) => ({ ...desired, checkout }));
  },

  compensationResolved(compensation: EventData<typeof orderCompensationResolved>): OrderChange {
    return (desired, observed) => {
      if (desired === undefined) return UNKNOWN;
      if (observed?.compensationSince != null) return wanted({ ...desired, compensation });
      return {
        kind: 'impossible',
        code: 'nothing-to-compensate',
        message:
          'nobody has taken money for a cancelled order here; publish this after wechat.order.compensation-required.v1 only',
      };
    };
  },
};

/** Whether two documents say the same, whatever the order of their members. */
export function isSameDocument(
  a: Omit<MerchantOrder, 'version'>,
  b: Omit<MerchantOrder, 'version'>,
): boolean {
  return hash(a) === hash(b);
}

function wanted(desired: DesiredOrder): DesiredChange<DesiredOrder> {
  return { kind: 'desired', desired };
}

function known(change: (desired: DesiredOrder) => DesiredOrder): OrderChange {
  return (desired) => (desired?.order == null ? UNKNOWN : wanted(change(desired)));
}
