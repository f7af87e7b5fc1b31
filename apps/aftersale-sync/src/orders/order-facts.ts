import type { Address } from '@tongbu/contracts';

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
}

/** What a row has learned of its order. */
export interface OrderKnowledge {
  readonly orderId: string;
  /** Null: nobody has spoken of it. */
  readonly facts: OrderFacts | null;
  /** The row's generation then. What was missing is looked for again when anything has changed since. */
  readonly generation: number;
}

/** The subject of an order's facts, and what a row waits for that needs them. */
export const orderFact = (orderId: string) => `order:${orderId}`;
