import type {
  CloudEvent,
  EventData,
  wechatAftersaleMirrored,
  wechatAftersaleRequested,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderShipped,
} from '@tongbu/contracts';
import { nothingHeard, type AftersaleFact, type OrderFact } from './hearsay';

type Change = (known: OrderFact | undefined) => OrderFact;

const heard =
  (changes: Partial<OrderFact>): Change =>
  (known) => ({ ...(known ?? nothingHeard), ...changes });

/** What is known of an order after each of order-sync's events. Pure. */
export const orderChanges = {
  created: ({ openId, deliveryType }: EventData<typeof wechatOrderCreated>) =>
    heard({ openId, delivery: deliveryType }),
  /** `now`: ISO time, for an event that tells no time at all. An order may be paid although it was cancelled. */
  paid: ({ data, time }: CloudEvent<EventData<typeof wechatOrderPaid>>, now: string) =>
    heard({ paidAt: data.paidAt ?? time ?? now, over: null }),
  cancelled: heard({ over: 'cancelled' }),
  refunded: heard({ over: 'refunded' }),
  shipped: ({ complete }: EventData<typeof wechatOrderShipped>) => heard(complete ? { shipped: true } : {}),
  received: heard({ shipped: true, received: true }),
};

type Aftersale = Pick<EventData<typeof wechatAftersaleRequested>, 'line' | 'type' | 'state'>;
type MirroredAftersale = Pick<EventData<typeof wechatAftersaleMirrored>, 'lines' | 'type' | 'state'>;

/** What every event of after-sales tells. */
export type ToldAftersale = { readonly orderId: string } & (Aftersale | MirroredAftersale);

/** What an event tells of an after-sale. */
export function aftersaleFactOf(told: ToldAftersale): AftersaleFact {
  const lines = 'lines' in told ? told.lines : told.line === null ? null : [told.line];
  return {
    lines,
    returnsGoods: told.type === 'return' || told.type === 'exchange',
    state: stageOf(told.state),
  };
}

function stageOf(state: Aftersale['state'] | MirroredAftersale['state']): AftersaleFact['state'] {
  switch (state) {
    case 'refunded':
    case 'returned-and-refunded':
      return 'refunded';
    case 'withdrawn':
    case 'closed':
    case 'exchanged':
      return 'ended';
    default:
      return 'open';
  }
}
