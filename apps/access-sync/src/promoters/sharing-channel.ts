import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface Paged<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface Promoter {
  readonly promoterId: string;
  /** Changes; the id stays. */
  readonly name: string;
}

export interface BoundSharer {
  readonly openId: string;
  readonly nickname: string;
  readonly invitedAt: Date | null;
  readonly boundAt: Date | null;
}

/** Money is whole fen; sales include cancelled orders, as WeChat counts. */
export interface Sales {
  readonly salesFen: number;
  readonly orders: number;
  readonly buyers: number;
}

export interface Live extends Sales {
  readonly liveId: string;
  readonly promoterName: string;
  readonly startedAt: Date | null;
  /** Null while it goes on. */
  readonly endedAt: Date | null;
  readonly live: boolean;
}

/** An order with who brought it, and nothing of its buyer. */
export interface BroughtOrder {
  readonly orderId: string;
  readonly wechatOrderId: string;
  readonly status: string;
  readonly createdAt: Date | null;
  readonly paidAt: Date | null;
  /** Whole fen; null where WeChat does not say. */
  readonly totalFen: number | null;
  readonly promoterId: string | null;
  readonly promoterName: string | null;
  readonly sharerOpenId: string | null;
  readonly liveStartedAt: Date | null;
  /** What WeChat says of the commission, as it says it: its members are not documented. Null: nothing. */
  readonly commission: Readonly<Record<string, unknown>> | null;
}

/** What WeChat tells of promoters, sharers and what they sell. */
export abstract class SharingChannel {
  /** How long before its payment an order may have been created. */
  abstract longestUnpaidMs(appId: string): number;
  /** At most 20 a page. */
  abstract promoters(call: ChannelCall, page: Page): Promise<ChannelResult<Paged<Promoter>>>;
  /** At most 100 a page. */
  abstract sharers(call: ChannelCall, page: Page): Promise<ChannelResult<Paged<BoundSharer>>>;
  abstract sales(call: ChannelCall, openId: string): Promise<ChannelResult<Sales>>;
  /** At most 20 a page. */
  abstract lives(call: ChannelCall, openId: string, page: Page): Promise<ChannelResult<Paged<Live>>>;
  /** At most 20 a page. */
  abstract liveOrders(
    call: ChannelCall,
    openId: string,
    liveId: string,
    page: Page,
  ): Promise<ChannelResult<Paged<BroughtOrder>>>;
  /** Orders by their creation, the oldest first; at most 100 a page. */
  abstract orders(
    call: ChannelCall,
    created: { readonly from: Date; readonly to: Date },
    page: Page,
  ): Promise<ChannelResult<Paged<BroughtOrder>>>;
}
