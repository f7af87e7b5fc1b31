import {
  wechatAftersaleMirrored,
  wechatAftersaleRefunded,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderShipped,
  type CloudEvent,
} from '@tongbu/contracts';
import { nothingHeard } from './hearsay';
import { aftersaleFactOf, orderChanges } from './order-facts';

const NOW = '2026-03-02T10:00:00.000Z';
const paid = (paidAt: string | null, time?: string): CloudEvent<never> => ({
  specversion: '1.0',
  id: '1',
  source: '/tongbu/order-sync',
  type: wechatOrderPaid.type,
  subject: 'T-1',
  appid: 'wx7f3d2a9c5b1e8046',
  ...(time === undefined ? {} : { time }),
  data: { ...wechatOrderPaid.sample, paidAt } as never,
});

it('is put together from events in any order', () => {
  const changes = [
    orderChanges.created(wechatOrderCreated.data.parse(wechatOrderCreated.sample)),
    orderChanges.paid(paid('2026-03-02T04:17:05Z'), NOW),
    orderChanges.shipped({ ...wechatOrderShipped.sample, complete: true }),
  ];
  const play = (list: typeof changes) => list.reduce((known, change) => change(known), nothingHeard);
  expect(play(changes)).toEqual({
    openId: 'oQx7WkExampleBuyer01',
    delivery: 'express',
    paidAt: '2026-03-02T04:17:05Z',
    over: null,
    shipped: true,
    received: false,
  });
  expect(play(changes.toReversed())).toEqual(play(changes));
});

it.each([
  ['when it was paid', paid('2026-03-02T04:17:05Z', NOW), '2026-03-02T04:17:05Z'],
  ['when that was told', paid(null, '2026-03-02T05:00:00Z'), '2026-03-02T05:00:00Z'],
  ['when we heard of it', paid(null), NOW],
])('counts the time to ship from %s', (_, event, expected) => {
  expect(orderChanges.paid(event, NOW)(undefined).paidAt).toBe(expected);
});

it('knows a paid order as not over, although it was cancelled before', () => {
  expect(orderChanges.paid(paid(NOW), NOW)(orderChanges.cancelled(undefined)).over).toBeNull();
});

it('does not take one of several parcels for all of them', () => {
  expect(orderChanges.shipped({ ...wechatOrderShipped.sample, complete: false })(undefined).shipped).toBe(
    false,
  );
});

describe('an after-sale', () => {
  const told = wechatAftersaleRefunded.data.parse(wechatAftersaleRefunded.sample);

  it.each([
    ['refunded', 'refunded'],
    ['withdrawn', 'ended'],
    ['closed', 'ended'],
    ['refunding', 'open'],
    ['refund-failed', 'open'],
    ['refund-rejected', 'open'],
    ['refund-disputed', 'open'],
    ['other', 'open'],
  ] as const)('that is %s is %s', (state, expected) => {
    expect(aftersaleFactOf({ ...told, state }).state).toBe(expected);
  });

  it('of goods that come back is about goods that were sent', () => {
    expect(aftersaleFactOf({ ...told, type: 'return' }).returnsGoods).toBe(true);
    expect(aftersaleFactOf({ ...told, type: 'refund' }).returnsGoods).toBe(false);
  });

  it('of a line that WeChat did not name may be about any', () => {
    expect(aftersaleFactOf({ ...told, line: null }).lines).toBeNull();
  });

  it('that the merchant runs may be about several lines', () => {
    const mirrored = wechatAftersaleMirrored.data.parse(wechatAftersaleMirrored.sample);
    expect(aftersaleFactOf(mirrored)).toEqual({
      lines: mirrored.lines,
      returnsGoods: false,
      state: 'refunded',
    });
    expect(aftersaleFactOf({ ...mirrored, state: 'returned-and-refunded' }).state).toBe('refunded');
  });
});
