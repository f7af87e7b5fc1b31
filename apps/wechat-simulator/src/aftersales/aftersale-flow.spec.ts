import {
  aftersaleOf,
  ask,
  benchWithPaidOrder,
  benchWithShippedOrder,
  byOutId,
  openBody,
  orderOf,
  PARCEL,
  pushed,
  RETURN_TO,
} from '../testing/aftersales';
import { BUYER, orderBody, ordinaryBody, withProducts } from '../testing/orders';
import { SimulatorBench } from '../testing/simulator-bench';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const plain = { mode: 'plaintext' };
const asReturn = (outAftersaleId = 'A1', changes = {}) => openBody(outAftersaleId, { type: 2, ...changes });

describe('an after-sale opened by the merchant', () => {
  it('is refunded after the merchant agreed, and gives the pieces back to nobody', () => {
    const bench = benchWithPaidOrder(plain);
    const opened = ask(bench, 'add', openBody());
    expect(opened).toMatchObject({ errcode: 0 });
    expect(typeof opened['aftersale_id']).toBe('bigint');
    expect(orderOf(bench).lines[0]).toMatchObject({ inAftersale: 1, refunded: 0 });
    expect(ask(bench, 'acceptrefund', byOutId()).errcode).toBe(0);
    expect(aftersaleOf(bench).status).toBe(11);
    bench.time.advance(bench.app.settings.refundDelayMs.max);
    expect(aftersaleOf(bench)).toMatchObject({ status: 13, refundId: expect.stringMatching(/^50000\d+$/) });
    expect(orderOf(bench).lines[0]).toMatchObject({ inAftersale: 0, refunded: 1, refundedFen: 4_000 });
    // The merchant's own actions are not told to it; the refund is the platform's.
    expect(pushed(bench).filter((event) => event.startsWith('aftersale'))).toEqual([
      'aftersale_refund_success',
    ]);
  });

  it('ends the order when every piece of every line was refunded', () => {
    const bench = benchWithPaidOrder(plain);
    const lines = [
      ['A1', 'P1', 2, 8_100],
      ['A2', 'P2', 1, 2_700],
    ] as const;
    for (const [id, product, count, amount] of lines) {
      const product_info = { out_product_id: product, out_sku_id: `${product}-A`, product_cnt: count };
      expect(ask(bench, 'add', openBody(id, { product_info, orderamt: amount })).errcode).toBe(0);
      ask(bench, 'acceptrefund', byOutId(id));
      bench.time.advance(bench.app.settings.refundDelayMs.max);
    }
    expect(orderOf(bench).status).toBe(200);
    expect(pushed(bench)).toContain('open_product_order_refund');
  });

  it('goes the way of a return: agreed, sent back, received, refunded', () => {
    const bench = benchWithShippedOrder(plain);
    expect(ask(bench, 'add', asReturn()).errcode).toBe(0);
    expect(ask(bench, 'acceptreturn', byOutId('A1', { address_info: RETURN_TO })).errcode).toBe(0);
    expect(ask(bench, 'uploadreturninfo', byOutId('A1', { openid: BUYER, ...PARCEL })).errcode).toBe(0);
    const read = ask(bench, 'get', byOutId())['after_sales_order'] as Record<string, unknown>;
    expect(read).toMatchObject({
      status: 8,
      return_info: { delivery_id: 'SF', waybill_id: 'SF1' },
      return_address_info: { receiver_name: '仓库' },
      update_time: expect.stringMatching(/^\d{13}$/),
    });
    expect(ask(bench, 'acceptrefund', byOutId()).errcode).toBe(0);
    bench.time.advance(bench.app.settings.refundDelayMs.max);
    expect(aftersaleOf(bench).status).toBe(13);
  });

  it('waits for an offline refund when the platform cannot pay back, and is done when the buyer confirms it', () => {
    const bench = benchWithPaidOrder(plain);
    bench.app.settings.refundsFail = true;
    ask(bench, 'add', openBody());
    ask(bench, 'acceptrefund', byOutId());
    bench.time.advance(bench.app.settings.refundDelayMs.max);
    expect(aftersaleOf(bench).status).toBe(25);
    expect(pushed(bench)).toContain('aftersale_wait_merchant_offline_refund');
    const certificates = [bench.app.images.issueLink('https://shop.test/proof.jpg')];
    expect(ask(bench, 'upload_certificates', byOutId('A1', { certificates })).errcode).toBe(0);
    expect(bench.simulator.buyers.confirmProof(bench.app, aftersaleOf(bench))).toBeUndefined();
    expect(aftersaleOf(bench).status).toBe(13);
  });

  it('frees the pieces when it is withdrawn', () => {
    const bench = benchWithPaidOrder();
    ask(bench, 'add', openBody());
    expect(ask(bench, 'cancel', byOutId('A1', { openid: BUYER })).errcode).toBe(0);
    expect(orderOf(bench).lines[0]).toMatchObject({ inAftersale: 0, refunded: 0 });
  });
});

describe('what is refused', () => {
  it.each<[string, number, Record<string, unknown>]>([
    ['no order', 1010001, { out_order_id: undefined }],
    ['an order nobody knows', 2747006, { out_order_id: 'T9' }],
    ['another buyer', 2747006, { openid: 'oOther' }],
    ['a type that is none', -2, { type: 3 }],
    ['an amount in quotes', 47001, { orderamt: '4000' }],
    ['a fraction of a fen', 47001, { orderamt: 40.5 }],
    ['no reason', -2, { refund_reason: '' }],
    ['an unused reason', -2, { refund_reason_type: 4 }],
    ['lines in a list', 47001, { product_info: [] }],
    [
      'a product that is not in the order',
      2747021,
      { product_info: { out_product_id: 'P9', product_cnt: 1 } },
    ],
    ['a return of what was not shipped', 2747024, { type: 2 }],
    ['more than was paid', 2747014, { orderamt: 8_101 }],
    [
      'more pieces than were ordered',
      2747020,
      { product_info: { out_product_id: 'P1', out_sku_id: 'P1-A', product_cnt: 3 } },
    ],
    [
      'a foreign picture',
      2747010,
      { media_list: [{ type: 1, url: 'https://x.test/a.jpg', thumb_url: 'https://x.test/a.jpg' }] },
    ],
  ])('%s: %i', (_what, code, changes) => {
    const bench = benchWithPaidOrder();
    expect(ask(bench, 'add', openBody('A1', changes)).errcode).toBe(code);
    expect(bench.app.aftersales.all()).toEqual([]);
  });

  it('an order that is not paid, and one the merchant collected', () => {
    const bench = withProducts(new SimulatorBench());
    bench.call('/shop/order/add', orderBody(bench, 'T1'));
    expect(ask(bench, 'add', openBody()).errcode).toBe(2747020);
    bench.call('/shop/order/add', ordinaryBody(bench, 'T2'));
    expect(ask(bench, 'add', openBody('A1', { out_order_id: 'T2' })).errcode).toBe(2747027);
  });

  it('the same id again, the sum of two after-sales above what was paid, the sixth submission', () => {
    const bench = benchWithPaidOrder();
    ask(bench, 'add', openBody());
    expect(ask(bench, 'add', openBody()).errcode).toBe(2747013);
    expect(ask(bench, 'add', openBody('A2', { orderamt: 4_101 })).errcode).toBe(2747014);
    expect(ask(bench, 'add', openBody('A2', { orderamt: 4_100 })).errcode).toBe(0);
    const { out_order_id: _order, product_info: _line, ...edit } = openBody();
    for (let edited = 1; edited <= 4; edited += 1) expect(ask(bench, 'update', edit).errcode).toBe(0);
    expect(ask(bench, 'update', edit).errcode).toBe(2747016);
  });

  it('a move the present state does not have, an id that is missing or nobody knows', () => {
    const bench = benchWithPaidOrder();
    ask(bench, 'add', openBody());
    expect(ask(bench, 'acceptreturn', byOutId('A1', { address_info: RETURN_TO })).errcode).toBe(2747008);
    expect(ask(bench, 'acceptreturn', byOutId('A1', { address_info: {} })).errcode).toBe(2747025);
    expect(ask(bench, 'acceptrefund', {}).errcode).toBe(2747012);
    expect(ask(bench, 'acceptrefund', byOutId('A9')).errcode).toBe(2747007);
    ask(bench, 'acceptrefund', byOutId());
    expect(ask(bench, 'acceptrefund', byOutId()).errcode).toBe(2747008);
    expect(aftersaleOf(bench).applied.acceptRefund).toBe(1);
  });

  it('a second write on the same order while the first is under way, and not on another order', () => {
    const bench = benchWithPaidOrder();
    const path = '/shop/ecaftersale/add';
    expect(bench.call(path, openBody('A1')).errcode).toBe(0);
    expect(bench.call(path, openBody('A2')).errcode).toBe(2747026);
    expect(bench.call('/shop/ecaftersale/get', byOutId()).errcode).toBe(0);
    bench.time.advance(bench.app.settings.aftersaleWriteMs);
    expect(bench.call(path, openBody('A2')).errcode).toBe(0);
  });
});

describe('deadlines', () => {
  it('the platform refunds when the merchant does not answer within 48 hours', () => {
    const bench = benchWithPaidOrder(plain);
    ask(bench, 'add', openBody());
    bench.time.advance(48 * HOUR - 1_000);
    expect(aftersaleOf(bench).status).toBe(2);
    bench.time.advance(1_000 + bench.app.settings.refundDelayMs.max);
    expect(aftersaleOf(bench).status).toBe(13);
    expect(pushed(bench)).toEqual(
      expect.arrayContaining(['aftersale_merchant_handle_refund_overdue', 'aftersale_refund_success']),
    );
  });

  it('a return is agreed after 48 hours, closed when nothing comes back in 7 days', () => {
    const bench = benchWithShippedOrder(plain);
    ask(bench, 'add', asReturn());
    bench.time.advance(48 * HOUR);
    expect(aftersaleOf(bench).status).toBe(6);
    bench.time.advance(7 * DAY);
    expect(aftersaleOf(bench).status).toBe(7);
    expect(orderOf(bench).lines[0]).toMatchObject({ inAftersale: 0, refunded: 0 });
  });

  it('begins anew with each edit', () => {
    const bench = benchWithPaidOrder();
    ask(bench, 'add', openBody());
    bench.time.advance(47 * HOUR);
    const { out_order_id: _order, product_info: _line, ...edit } = openBody();
    ask(bench, 'update', { ...edit, orderamt: 3_000 });
    bench.time.advance(47 * HOUR);
    expect(aftersaleOf(bench)).toMatchObject({ status: 2, amountFen: 3_000 });
  });

  it('passes when the merchant tests it, ten times a day', () => {
    const bench = benchWithPaidOrder();
    ask(bench, 'add', openBody());
    const operation = 'aftersale_merchant_handle_refund_overdue';
    expect(ask(bench, 'merchanttest', byOutId('A1', { operation: 'nonsense' })).errcode).toBe(2747008);
    expect(ask(bench, 'merchanttest', byOutId('A1', { operation })).errcode).toBe(0);
    expect(aftersaleOf(bench).status).toBe(11);
  });
});

describe('an after-sale opened inside WeChat', () => {
  const opening = {
    type: 1,
    outProductId: 'P1',
    outSkuId: 'P1-A',
    pieces: 1,
    amountFen: 4_000,
    reason: '不想要了',
    reasonType: 3,
    media: [],
  } as const;

  it('has no id of the merchant, is announced with its order, and may not be readable at once', () => {
    const bench = benchWithPaidOrder({ ...plain, simulator: { aftersaleReadableAfterMs: 500 } });
    const opened = bench.simulator.buyers.open(bench.app, orderOf(bench), opening);
    if (!opened.ok) throw new Error('not opened');
    const { aftersaleId } = opened.value;
    expect(bench.deliveries.at(-1)?.delivery.body).toContain(
      `"aftersale_info":{"aftersale_id":${aftersaleId},"order_id":${orderOf(bench).orderId},"out_order_id":"T1"}`,
    );
    expect(ask(bench, 'get', { aftersale_id: aftersaleId })['after_sales_order']).toBeUndefined();
    bench.time.advance(500);
    expect(ask(bench, 'get', { aftersale_id: aftersaleId })['after_sales_order']).toMatchObject({
      aftersale_id: aftersaleId,
      out_aftersale_id: '',
      status: 2,
    });
    const listed = ask(bench, 'get_list', { offset: 0, limit: 50, begin_create_time: 0 });
    expect(listed).toMatchObject({ after_sales_orders: [String(aftersaleId)], has_more: false });
    expect(orderOf(bench).aftersales).toEqual([{ aftersaleId, outAftersaleId: '' }]);
  });

  it('tells every further step of the buyer', () => {
    const bench = benchWithShippedOrder(plain);
    const { buyers } = bench.simulator;
    const opened = buyers.open(bench.app, orderOf(bench), { ...opening, type: 2 });
    if (!opened.ok) throw new Error('not opened');
    const aftersale = opened.value;
    buyers.edit(bench.app, aftersale, { amountFen: 3_000 });
    ask(bench, 'acceptreturn', { aftersale_id: aftersale.aftersaleId, address_info: RETURN_TO });
    buyers.sendBack(bench.app, aftersale, { deliveryId: 'SF', deliveryName: '', waybillId: '' });
    buyers.changeWaybill(bench.app, aftersale, { deliveryId: 'SF', deliveryName: '', waybillId: 'SF2' });
    buyers.cancelPickup(bench.app, aftersale);
    expect(aftersale).toMatchObject({ status: 6, returned: undefined });
    buyers.withdraw(bench.app, aftersale);
    expect(pushed(bench).filter((event) => event.startsWith('aftersale'))).toEqual([
      'aftersale_new_order',
      'aftersale_update_order',
      'aftersale_wait_merchant_confirm_receipt',
      'aftersale_user_modify_return_info',
      'aftersale_user_cancel_waybill',
      'aftersale_user_cancel',
    ]);
  });
});
