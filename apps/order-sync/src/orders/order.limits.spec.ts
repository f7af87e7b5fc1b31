import { merchantOrder, orderPlaced } from '@tongbu/contracts';
import { brokenLimits } from './order.limits';
import { nothingDesired, type Generation, type OrderDocument } from './order';

const { version: _, ...order } = merchantOrder.parse(orderPlaced.sample);
const [shirt, cap] = order.lines;
if (shirt === undefined || cap === undefined) throw new Error('the sample has two lines');
const { delivery } = order;
const prepay = { id: 'wx14', at: '2026-03-02T12:15:31+08:00' };
const first = { scene: 1177, payment: { method: 'wechat-pay' } } as const;

function broken(changes: Partial<OrderDocument>, generation: Generation = 'second', id = 'T2603020000815') {
  const content = { ...order, ...changes };
  return brokenLimits(id, { ...nothingDesired, order: { content, version: 1 } }, generation);
}
const codes = (...args: Parameters<typeof broken>) => broken(...args).map(({ code, field }) => [code, field]);

it('finds nothing wrong with an order WeChat takes', () => {
  expect(codes({})).toEqual([]);
  expect(codes(first, 'first')).toEqual([]);
});

it.each<[string, Partial<OrderDocument>, string, string]>([
  ['a total that does not balance', { total: 11_500 }, 'total-does-not-balance', 'total'],
  ['a discount of more than the goods', { discount: 12_001 }, 'discount-too-large', 'discount'],
  [
    'what is paid for some lines only',
    { lines: [{ ...shirt, paid: 8100 }, cap] },
    'paid-incomplete',
    'lines',
  ],
  [
    'lines that do not add up to what is paid',
    {
      lines: [
        { ...shirt, paid: 8100 },
        { ...cap, paid: 2600 },
      ],
    },
    'paid-does-not-balance',
    'lines',
  ],
  [
    'a line paid above its price',
    {
      lines: [
        { ...shirt, paid: 7000 },
        { ...cap, paid: 3800 },
      ],
    },
    'paid-above-price',
    'lines[1].paid',
  ],
  [
    'prices no number holds',
    { lines: [{ ...shirt, unitPrice: Number.MAX_SAFE_INTEGER, quantity: 2 }, cap] },
    'amount-too-large',
    'lines',
  ],
  ['no address', { delivery: { type: 'express' } }, 'address-missing', 'delivery.address'],
  ['six days of after-sales', { aftersaleDays: 6 }, 'aftersale-days', 'aftersaleDays'],
  ['more than three years of after-sales', { aftersaleDays: 1096 }, 'aftersale-days', 'aftersaleDays'],
  [
    'pick-up of an order that the component collects for',
    { delivery: { ...delivery, type: 'pick-up' } },
    'delivery-not-express',
    'delivery.type',
  ],
  [
    'no prepay id although the merchant collects by WeChat Pay',
    { payment: { method: 'wechat-pay', collectedBy: 'merchant' } },
    'prepay-missing',
    'payment.prepay',
  ],
])('names %s', (_what, changes, code, field) => {
  expect(codes(changes)).toEqual([[code, field]]);
});

it('names a line that stands there twice', () => {
  expect(codes({ lines: [shirt, shirt], discount: 0, total: 18_800 })).toEqual([
    ['line-doubled', 'lines[1]'],
  ]);
  expect(codes({ lines: [shirt, { ...shirt, skuId: 'P-301-M' }], discount: 0, total: 18_800 })).toEqual([]);
});

it.each(['T 1', 'T/1', '订单', 'T'.repeat(128), ''])('names the order id %p', (id) => {
  expect(codes({}, 'second', id)).toEqual([['order-id', 'subject']]);
});

it.each(['T2603020000815', 'a-b_c', 'T'.repeat(127)])('takes the order id %p', (id) => {
  expect(codes({}, 'second', id)).toEqual([]);
});

it.each<[string, Partial<OrderDocument>]>([
  ['7 days of after-sales', { aftersaleDays: 7 }],
  ['1095 days of after-sales', { aftersaleDays: 1095 }],
  ['a line for nothing', { lines: [shirt, { ...cap, unitPrice: 0 }], total: 8600 }],
  ['an order for nothing', { lines: [{ ...shirt, unitPrice: 0 }], freight: 0, discount: 0, total: 0 }],
  ['a discount of everything', { discount: 12_000, total: 800 }],
  [
    'cash on delivery without a prepay id',
    { payment: { method: 'cash-on-delivery', collectedBy: 'merchant' } },
  ],
  [
    'pick-up of an order that the merchant collects for',
    {
      payment: { method: 'wechat-pay', collectedBy: 'merchant', prepay },
      delivery: { ...delivery, type: 'pick-up' },
    },
  ],
])('takes %s', (_what, changes) => {
  expect(codes(changes)).toEqual([]);
});

describe('in the first generation', () => {
  it('a scene is needed', () => {
    expect(codes({ ...first, scene: undefined }, 'first')).toEqual([['scene-missing', 'scene']]);
  });

  it.each(['express', 'merchant', 'pick-up'] as const)('an address is needed for %s', (type) => {
    expect(codes({ ...first, delivery: { type } }, 'first')).toEqual([
      ['address-missing', 'delivery.address'],
    ]);
  });

  it('what is paid can be divided by the pieces', () => {
    const lines = [
      { ...shirt, paid: 8101 },
      { ...cap, paid: 2699 },
    ];
    expect(codes({ ...first, lines }, 'first')).toEqual([['paid-not-divisible', 'lines[0].paid']]);
    expect(codes({ lines }, 'second')).toEqual([]);
  });

  it('a discount that cannot be spread over pieces is named', () => {
    const one = { ...first, lines: [shirt], discount: 101, total: 9_699 };
    expect(codes(one, 'first')).toEqual([['discount-not-divisible', 'discount']]);
    expect(codes(one, 'second')).toEqual([]);
    expect(codes({ ...one, lines: [shirt, cap], total: 12_699 }, 'first')).toEqual([]);
  });

  it('no address is needed when nothing is shipped', () => {
    expect(codes({ ...first, delivery: { type: 'none' } }, 'first')).toEqual([]);
  });
});

it('names everything at once, in both languages, with what to do', () => {
  const problems = broken(
    {
      total: 1,
      delivery: { type: 'none' },
      aftersaleDays: 3,
      payment: { method: 'cash-on-delivery', requiredFundType: 1 },
    },
    'second',
    '!',
  );
  expect(problems.map(({ code }) => code)).toEqual([
    'order-id',
    'payment-contradicts',
    'total-does-not-balance',
    'address-missing',
    'aftersale-days',
  ]);
  for (const { message, messageZh, fix, fixZh } of problems) {
    expect([message, fix].every((text) => /^[\x20-\x7e]+$/.test(text))).toBe(true);
    expect([messageZh, fixZh].every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
  }
});
