import type { Address, EventData, orderPlaced, wechatOrderCreated } from '@tongbu/contracts';

/** What is known of an order from the events of others. */
export interface OrderFacts {
  /** Null until order-sync has it at WeChat. */
  readonly atWechat: {
    readonly openId: string;
    readonly collectedBy: 'merchant' | 'component';
    readonly lines: readonly {
      readonly productId: string;
      readonly skuId: string;
      readonly quantity: number;
    }[];
  } | null;
  /** Where returns of this order go unless the merchant names another address. */
  readonly returnAddress: Address | null;
  /** The order's page in the mini program, once the shop has told of it. */
  readonly path?: string | undefined;
}

/** The subject of an order's facts, and what a row waits for that needs them. */
export const orderFact = (orderId: string) => `order:${orderId}`;

type Change = (known: OrderFacts | undefined) => OrderFacts | undefined;

const nothingHeard: OrderFacts = { atWechat: null, returnAddress: null };

/** What is known of an order after each event. Pure. */
export const orderFacts = {
  created({ openId, collectedBy, lines }: EventData<typeof wechatOrderCreated>): Change {
    const atWechat = {
      openId,
      collectedBy,
      lines: lines.map(({ productId, skuId, quantity }) => ({ productId, skuId, quantity })),
    };
    return (known = nothingHeard) => ({ ...known, atWechat });
  },

  placed({ path, returnAddress }: EventData<typeof orderPlaced>): Change {
    return (known = nothingHeard) => ({
      ...known,
      path,
      returnAddress: returnAddress ?? known.returnAddress,
    });
  },
};
