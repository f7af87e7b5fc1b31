import type { OrderContent } from './order-fields';
import type { OrderStatus } from './order-machine';

/** `first`: the component before its upgrade; `second`: after it. Both live behind the same paths. */
export type Generation = 'first' | 'second';

/** One line of an order: what was ordered, and what became of it. Named by product and SKU, which no two lines share. */
export interface OrderLine {
  readonly outProductId: string;
  /** Empty when the merchant named none. */
  readonly outSkuId: string;
  /** WeChat's ids; 0 for a product that was never uploaded, which the first generation takes. */
  readonly productId: bigint;
  readonly skuId: bigint;
  /** Pieces. */
  readonly ordered: number;
  /** Fen paid for all pieces; a change of price changes it. */
  paidFen: number;
  /** Pieces recorded as sent, in one parcel only. */
  shipped: number;
  /** Pieces that went through a refund, and the fen given back for them. */
  refunded: number;
  refundedFen: number;
  /** Pieces that an open after-sale is about. */
  inAftersale: number;
}

export interface Payment {
  /** Of WeChat Pay; absent for an order paid in another way. */
  readonly transactionId: string | undefined;
  readonly payTime: Date;
  readonly amountFen: number;
}

export interface Parcel {
  readonly deliveryId: string;
  readonly waybillId: string;
  /** Empty in the first generation, which records waybills only. */
  readonly items: readonly ParcelItem[];
}

export interface ParcelItem {
  readonly outProductId: string;
  readonly outSkuId: string;
  readonly count: number;
}

export interface Settlement {
  readonly settleNo: string;
  readonly amountFen: number;
  readonly settleTime: Date;
}

/** Whose sale it is. Members without a value are absent. */
export interface Attribution {
  readonly promoterId?: string | undefined;
  readonly promoterOpenid?: string | undefined;
  readonly finderNickname?: string | undefined;
  readonly sharerOpenid?: string | undefined;
  /** Unix seconds. */
  readonly liveStartTime?: number | undefined;
}

/** Of the first generation: opens the cashier, once. */
export interface Ticket {
  readonly text: string;
  readonly expiresAt: Date;
  used: boolean;
}

/** An after-sale of the order, as `order/get` names it. */
export interface RelatedAftersale {
  readonly aftersaleId: bigint;
  /** Empty when it was opened inside WeChat. */
  readonly outAftersaleId: string;
}

/** What the platform does with an order when its time has come. */
export const DUE_KINDS = ['expiry', 'payment', 'receipt', 'settlement', 'attribution'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

export type AppliedOrderAction =
  'add' | 'pay' | 'paymentParameters' | 'close' | 'changePrice' | 'updateAddress' | 'send' | 'receive';

export interface Order {
  readonly orderId: bigint;
  readonly outOrderId: string;
  readonly openid: string;
  readonly generation: Generation;
  /** As the merchant said it. */
  readonly createTime: Date;
  updateTime: Date;
  /** What `order/add` wrote, with the later changes of price and address. */
  content: OrderContent;
  /** In the order of the content's. */
  lines: OrderLine[];
  status: OrderStatus;
  payment: Payment | undefined;
  /** Fen given back so far, freight included. */
  refundedFen: number;
  /** Prepay ids of the payment parameters that open the cashier now. */
  prepayIds: string[];
  priceChanged: boolean;
  readonly parcels: Parcel[];
  shipDoneTime: Date | undefined;
  receiveTime: Date | undefined;
  settlement: Settlement | undefined;
  /** Absent before the analysis; without members when nobody is credited. */
  attribution: Attribution | undefined;
  readonly aftersales: RelatedAftersale[];
  ticket: Ticket | undefined;
  /** What is to come, and when. */
  readonly due: Map<DueKind, Date>;
  /** How often each action took effect. */
  readonly applied: Record<AppliedOrderAction, number>;
  /** Calls of add for an id that was already used. */
  repeatedAdds: number;
}

/** Whether WeChat collects the money, through the sub-merchant, and not the merchant with a number of its own. */
export function isSubMerchantOrder({ content }: Order): boolean {
  return content.fund_type === 1;
}

export function nothingApplied(): Record<AppliedOrderAction, number> {
  return {
    add: 0,
    pay: 0,
    paymentParameters: 0,
    close: 0,
    changePrice: 0,
    updateAddress: 0,
    send: 0,
    receive: 0,
  };
}
