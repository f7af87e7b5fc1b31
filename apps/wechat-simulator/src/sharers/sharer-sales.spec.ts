import { AccessBench } from '../testing/access-bench';
import { BUYER, orderBody, withProducts } from '../testing/orders';

type Body = Record<string, unknown>;
const MEI = 'oSharerMei01';
const OTHER_BUYER = 'oQx7WkBenchBuyer02';

/** A shop with a promoter and a bound sharer. */
async function shopWithSharer(): Promise<AccessBench> {
  const bench = new AccessBench({ simulator: { access: 'open' } });
  withProducts(bench);
  await bench.control('POST', 'promoters', {
    finderNickname: '青禾',
    promoterId: 'sph1',
    promoterOpenid: 'oFinder1',
  });
  bench.call('/shop/sharer/bind', { openids: [MEI] });
  await bench.control('POST', `sharers/${MEI}/accept`);
  return bench;
}

async function goLive(bench: AccessBench): Promise<string> {
  return String((await bench.control('POST', 'lives', { promoterId: 'sph1' }))['liveExportId']);
}

/** An order of 11600 fen that begins in a broadcast, paid unless told otherwise. */
async function buy(
  bench: AccessBench,
  live: string,
  outOrderId: string,
  { sharerOpenid, openid = BUYER, paid = true }: { sharerOpenid?: string; openid?: string; paid?: boolean },
): Promise<void> {
  const visit = await bench.control('POST', `lives/${live}/visits`, { openid, sharerOpenid });
  const body = orderBody(bench, outOrderId, { openid, trace_id: visit['traceId'] });
  expect(bench.code('/shop/order/add', body)).toBe(0);
  if (!paid) return;
  bench.call('/shop/order/getpaymentparams', { out_order_id: outOrderId, openid });
  expect(await bench.control('POST', `orders/${outOrderId}/pay`)).toMatchObject({ status: 200 });
  bench.time.advance(bench.app.account.simulator.attributionDelayMs);
}

const ask = (bench: AccessBench, path: string, body: Body = {}) =>
  bench.call(`/shop/sharer/${path}`, { openid: MEI, ...body });
const page = { page: 1, page_size: 20 };

describe('what a sharer sold', () => {
  it('counts paid orders, cancelled ones too, in all and by broadcast', async () => {
    const bench = await shopWithSharer();
    expect(ask(bench, 'get_sharer_data_summary')).toMatchObject({ gmv: 0, order_cnt: '0', user_cnt: 0 });
    const first = await goLive(bench);
    await buy(bench, first, 'T1', { sharerOpenid: MEI });
    await buy(bench, first, 'T2', { sharerOpenid: MEI });
    await buy(bench, first, 'T3', {});
    await buy(bench, first, 'T4', { sharerOpenid: MEI, paid: false });
    await bench.control('POST', 'orders/T2/refund');
    await bench.control('POST', `lives/${first}/end`);
    bench.time.advance(3_600_000);
    const second = await goLive(bench);
    await buy(bench, second, 'T5', { sharerOpenid: MEI, openid: OTHER_BUYER });
    await goLive(bench);

    expect(ask(bench, 'get_sharer_data_summary')).toMatchObject({ gmv: 34_800, order_cnt: '3', user_cnt: 2 });
    const lives = ask(bench, 'get_sharer_live_summary_list', page);
    expect(lives).toMatchObject({
      total_num: 2,
      lives: [
        { live_export_id: second, live_status: 1, live_end_time: 0, gmv: 11_600, order_cnt: 1, user_cnt: 1 },
        {
          live_export_id: first,
          live_nickname: '青禾',
          live_status: 0,
          live_start_time: expect.any(Number),
          live_end_time: expect.any(Number),
          gmv: 23_200,
          order_cnt: 2,
          user_cnt: 1,
        },
      ],
    });
    expect(ask(bench, 'get_sharer_live_summary_list', { page: 2, page_size: 1 })).toMatchObject({
      total_num: 2,
      lives: [{ live_export_id: first }],
    });
  });

  it('lists the orders of a broadcast in the spelling of the first generation', async () => {
    const bench = await shopWithSharer();
    const live = await goLive(bench);
    await buy(bench, live, 'T1', { sharerOpenid: MEI });
    await buy(bench, live, 'T2', {});
    const { orders, total_num } = ask(bench, 'get_sharer_live_order_list', {
      ...page,
      live_export_id: live,
    }) as unknown as { orders: Body[]; total_num: number };
    expect([total_num, orders.length]).toEqual([1, 1]);
    expect(orders[0]).toMatchObject({
      out_order_id: 'T1',
      status: 20,
      order_detail: {
        product_infos: [{ out_product_id: 'P1', head_image: 'https://shop.test/P1.jpg' }, {}],
        promotion_info: {
          promoter_id: 'sph1',
          finder_username: 'oFinder1',
          finder_nickname: '青禾',
          sharer_openid: MEI,
        },
      },
    });
    expect(orders[0]).not.toHaveProperty('promotion_info');
    expect(orders[0]).not.toHaveProperty(['order_detail', 'product_infos', 0, 'head_img']);
  });

  it.each<[string, number, string, Body]>([
    ['a page of 21 broadcasts', 990005, 'get_sharer_live_summary_list', { page: 1, page_size: 21 }],
    ['a page of 21 orders', 990005, 'get_sharer_live_order_list', { page: 1, page_size: 21 }],
    ['a broadcast that is none', 40097, 'get_sharer_live_order_list', { ...page, live_export_id: 'x' }],
    ['no broadcast', 990007, 'get_sharer_live_order_list', { ...page, live_export_id: undefined }],
    ['somebody who was never bound', 990001, 'get_sharer_data_summary', { openid: 'oNobody' }],
    ['the broadcasts of such a one', 990001, 'get_sharer_live_summary_list', { ...page, openid: 'oNobody' }],
    ['no openid', 990004, 'get_sharer_data_summary', { openid: '' }],
  ])('refuses %s with %i', async (_name, errcode, path, body) => {
    const bench = await shopWithSharer();
    const live_export_id = await goLive(bench);
    const request: Body = path.endsWith('order_list') ? { live_export_id, ...body } : body;
    expect(ask(bench, path, JSON.parse(JSON.stringify(request)) as Body).errcode).toBe(errcode);
  });

  it('credits no sharer who is not bound', async () => {
    const bench = await shopWithSharer();
    const live = await goLive(bench);
    const visit = { openid: BUYER, sharerOpenid: 'oNobody' };
    expect(await bench.control('POST', `lives/${live}/visits`, visit)).toMatchObject({ status: 409 });
    expect(await bench.control('POST', 'lives/x/visits', { openid: BUYER })).toMatchObject({ status: 404 });
  });
});
