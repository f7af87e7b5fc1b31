import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { pageOf } from '../api/page';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { viewInFirstSpelling } from '../orders/order-view';
import type { Live } from '../promoters/promoter';
import type { Sharer } from './sharer';
import type { liveOrderFields, livePageFields, oneSharerFields, sharerPageFields } from './sharer-fields';
import { BIND_STATUSES } from './sharer-machine';
import { ordersOfLive, ordersOfSharer, salesOf } from './sharer-sales';

const MAX_SHARERS = 100;
const MAX_LIVES = 20;

/** `sharer/get_sharer_list`: those who are bound, the first one first. */
export function listSharers(app: App, request: ValueOf<typeof sharerPageFields>): Result<Payload> {
  const bound = app.sharers
    .all()
    .filter(({ state }) => state === 'bound')
    .sort((a, b) => Number(a.boundAt) - Number(b.boundAt));
  const page = pageOf(bound, request, MAX_SHARERS);
  if (!page.ok) return page;
  const sharers = page.value.map((sharer) => ({ openid: sharer.openid, ...personView(sharer) }));
  return accept({ sharers, total_num: bound.length });
}

/** `sharer/search_sharer`. Every number is a text. */
export function searchSharer(app: App, { openid }: ValueOf<typeof oneSharerFields>): Result<Payload> {
  const sharer = app.sharers.find(openid);
  const status = sharer && BIND_STATUSES[sharer.state];
  return sharer === undefined || status === undefined
    ? refuse(ERR.OPENID_INVALID, 'no sharer, and not invited')
    : accept({ ...personView(sharer), bind_status: String(status) });
}

/** `sharer/get_sharer_data_summary`. One of its numbers is a text, as in the documentation's sample. */
export function summarizeSharer(app: App, { openid }: ValueOf<typeof oneSharerFields>): Result<Payload> {
  const sharer = requireSharer(app, openid);
  if (!sharer.ok) return sharer;
  const sales = salesOf(ordersOfSharer(app, openid));
  return accept({ ...sales, order_cnt: String(sales.order_cnt) });
}

/** `sharer/get_sharer_live_summary_list`: broadcasts in which the sharer sold something, the latest first. */
export function listLives(app: App, request: ValueOf<typeof livePageFields>): Result<Payload> {
  const sharer = requireSharer(app, request.openid);
  if (!sharer.ok) return sharer;
  const orders = ordersOfSharer(app, request.openid);
  const lives = [...app.lives.values()]
    .map((live) => ({ live, sold: ordersOfLive(orders, live) }))
    .filter(({ sold }) => sold.length > 0)
    .sort((a, b) => Number(b.live.startTime) - Number(a.live.startTime));
  const page = pageOf(lives, request, MAX_LIVES);
  if (!page.ok) return page;
  return accept({
    lives: page.value.map(({ live, sold }) => ({ ...liveView(live), ...salesOf(sold) })),
    total_num: lives.length,
  });
}

/** `sharer/get_sharer_live_order_list`. The limit of a page is not documented: that of the broadcasts is applied. */
export function listLiveOrders(app: App, request: ValueOf<typeof liveOrderFields>): Result<Payload> {
  const sharer = requireSharer(app, request.openid);
  if (!sharer.ok) return sharer;
  const live = app.lives.get(request.live_export_id);
  if (live === undefined) return refuse(ERR.INVALID_ARGUMENT, 'live_export_id is none of a broadcast');
  const sold = ordersOfLive(ordersOfSharer(app, request.openid), live);
  const page = pageOf(sold, request, MAX_LIVES);
  if (!page.ok) return page;
  return accept({ orders: page.value.map(viewInFirstSpelling), total_num: sold.length });
}

/** Somebody who is or was bound. */
function requireSharer({ sharers }: App, openid: string): Result<Sharer> {
  const sharer = sharers.find(openid);
  return sharer?.boundAt === undefined ? refuse(ERR.OPENID_INVALID, 'no sharer') : accept(sharer);
}

function personView({ nickname, invitations, boundAt, state }: Sharer): Payload {
  return {
    nickname,
    invited_time: String(seconds(invitations.at(-1))),
    bind_time: String(state === 'bound' ? seconds(boundAt) : 0),
  };
}

function liveView({ liveExportId, nickname, startTime, endTime }: Live): Payload {
  return {
    live_export_id: liveExportId,
    live_nickname: nickname,
    live_start_time: seconds(startTime),
    live_end_time: seconds(endTime),
    live_status: endTime === undefined ? 1 : 0,
  };
}

/** Unix time; 0 for none. */
function seconds(moment: Date | undefined): number {
  return moment === undefined ? 0 : Math.floor(moment.getTime() / 1_000);
}
