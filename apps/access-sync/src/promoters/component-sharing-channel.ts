import type { ChannelCall, ComponentCalls } from '@tongbu/sync-engine';
import {
  listOrders,
  listPromoters,
  listSharerLiveOrders,
  listSharerLives,
  listSharers,
  readSharerSales,
  type WechatOrder,
} from '@tongbu/wechat';
import { SharingChannel, type BroughtOrder, type Page } from './sharing-channel';

const DAY = 86_400_000;
/** WeChat cancels an unpaid order after a day, or two where its time was prolonged. */
const UNPAID_MS = 3 * DAY;
/** In the first generation the merchant reports the payment, and no time ends an order. */
const UNPAID_FIRST_MS = 90 * DAY;

/** As the custom transaction component tells it. */
export class ComponentSharingChannel extends SharingChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override longestUnpaidMs(appId: string): number {
    return this.calls.account(appId)?.generation === 'first' ? UNPAID_FIRST_MS : UNPAID_MS;
  }

  override promoters(call: ChannelCall, page: Page) {
    return this.calls.call(listPromoters, page, call, ({ total, promoters }) => ({
      total,
      items: promoters.map(({ promoterId, finderNickname }) => ({ promoterId, name: finderNickname })),
    }));
  }

  override sharers(call: ChannelCall, page: Page) {
    return this.calls.call(listSharers, page, call, ({ total, sharers }) => ({
      total,
      items: sharers.map(({ openid, nickname, invitedAt, boundAt }) => ({
        openId: openid,
        nickname,
        invitedAt: invitedAt ?? null,
        boundAt: boundAt ?? null,
      })),
    }));
  }

  override sales(call: ChannelCall, openId: string) {
    return this.calls.call(readSharerSales, { openid: openId }, call, (sales) => sales);
  }

  override lives(call: ChannelCall, openId: string, page: Page) {
    return this.calls.call(listSharerLives, { openid: openId, ...page }, call, ({ total, lives }) => ({
      total,
      items: lives.map(({ finderNickname, startedAt, endedAt, ...live }) => ({
        ...live,
        promoterName: finderNickname,
        startedAt: startedAt ?? null,
        endedAt: endedAt ?? null,
      })),
    }));
  }

  override liveOrders(call: ChannelCall, openId: string, liveId: string, page: Page) {
    const request = { openid: openId, liveId, ...page };
    return this.calls.call(listSharerLiveOrders, request, call, ordersOf);
  }

  override orders(call: ChannelCall, created: { readonly from: Date; readonly to: Date }, page: Page) {
    const request = { ...page, sort: 'oldest-first' as const, created };
    return this.calls.call(listOrders, request, call, ordersOf);
  }
}

function ordersOf({ total, orders }: { readonly total: number; readonly orders: readonly WechatOrder[] }) {
  return { total, items: orders.map(broughtOrder) };
}

function broughtOrder({ attribution, commission, payment, price, ...order }: WechatOrder): BroughtOrder {
  return {
    orderId: order.outOrderId,
    wechatOrderId: order.wechatOrderId ?? '',
    status: order.status,
    createdAt: order.createdAt ?? null,
    paidAt: payment?.paidAt ?? null,
    totalFen: price?.orderPriceFen ?? null,
    promoterId: attribution?.promoterId ?? null,
    promoterName: attribution?.finderNickname ?? null,
    sharerOpenId: attribution?.sharerOpenid ?? null,
    liveStartedAt: attribution?.liveStartedAt ?? null,
    commission: commission === undefined || Object.keys(commission).length === 0 ? null : commission,
  };
}
