import * as fc from 'fast-check';
import { merchantOrder, orderPlaced } from '@tongbu/contracts';
import { priceOf, samePrice } from './order.amounts';
import { spreadByPiece, spreadDiscount } from './order.discount';
import { brokenLimits } from './order.limits';
import { listTotal, sum } from './order.sums';
import { nothingDesired, type OrderDocument, type OrderLine } from './order';

const { version: _, ...sample } = merchantOrder.parse(orderPlaced.sample);
const [shirt] = sample.lines;
if (shirt === undefined) throw new Error('the sample has a line');

const line = fc.record({
  unitPrice: fc.constantFrom(0, 1, 3, 99, 4500, 1_000_003),
  quantity: fc.integer({ min: 1, max: 40 }),
});
const carts = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    part: fc.constantFrom(0, 1, 0.5, 0.333, 0.999999),
    freight: fc.nat(2_000),
    surcharge: fc.nat(300),
  })
  .map(({ lines, part, freight, surcharge }): OrderDocument => {
    const goods = Number(sum(lines.map(listTotal)));
    const discount = Math.floor(goods * part);
    return {
      ...sample,
      lines: lines.map((cart, index): OrderLine => ({ ...shirt, ...cart, productId: `P-${index}` })),
      discount,
      freight,
      surcharge,
      total: goods - discount + freight + surcharge,
    };
  });

describe('a discount that is spread over a cart', () => {
  it('balances both formulas to the fen, and asks of no line less than nothing or more than its price', () =>
    fc.assert(
      fc.property(carts, (order) => {
        const { lines, freight, surcharge, discount, total } = priceOf(order, 'second');
        const paid = lines.reduce((all, { paid: one }) => all + one, 0);
        expect(paid + freight + surcharge).toBe(total);
        const list = lines.reduce((all, { unitPrice, quantity }) => all + unitPrice * quantity, 0);
        expect(list + freight + surcharge - discount).toBe(total);
        for (const { paid: one, unitPrice, quantity } of lines) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(unitPrice * quantity);
        }
      }),
      { numRuns: 1_000 },
    ));

  it('takes from each line its part, within a fen', () =>
    fc.assert(
      fc.property(carts, (order) => {
        const goods = order.lines.reduce((all, { unitPrice, quantity }) => all + unitPrice * quantity, 0);
        if (goods === 0) return;
        priceOf(order, 'second').lines.forEach(({ paid, unitPrice, quantity }) => {
          const exact = unitPrice * quantity * (1 - order.discount / goods);
          expect(Math.abs(paid - exact)).toBeLessThan(1.001);
        });
      }),
    ));

  it('is accepted by our own limits', () =>
    fc.assert(
      fc.property(carts, (content) => {
        const desired = { ...nothingDesired, order: { content, version: null } };
        expect(brokenLimits('T1', desired, 'second')).toEqual([]);
      }),
    ));

  it.each<[string, bigint[], bigint, bigint[]]>([
    ['the documented example', [9000n, 3000n], 1200n, [8100n, 2700n]],
    ['a fen that nobody has more right to', [100n, 100n, 100n], 100n, [66n, 67n, 67n]],
    ['everything', [5n, 0n, 7n], 12n, [0n, 0n, 0n]],
    ['nothing', [5n, 7n], 0n, [5n, 7n]],
    ['a cart that costs nothing', [0n, 0n], 0n, [0n, 0n]],
    ['sums beyond 2^53', [9_007_199_254_740_993n, 1n], 1n, [9_007_199_254_740_992n, 1n]],
  ])('with %s', (_what, totals, discount, paid) => {
    expect(spreadDiscount(totals, discount)).toEqual(paid);
  });

  it('leaves lines alone that say what is paid for them', () => {
    const lines = [
      { ...shirt, paid: 8000 },
      { ...shirt, productId: 'P-2', paid: 1000 },
    ];
    expect(priceOf({ ...sample, lines }, 'second').lines.map(({ paid }) => paid)).toEqual([8000, 1000]);
  });
});

describe('a discount in the first generation, which is told what is paid for one piece', () => {
  it('makes every line a multiple of its pieces, and loses no fen, wherever a line has a single piece', () =>
    fc.assert(
      fc.property(carts, (order) => {
        const single: OrderLine = { ...shirt, productId: 'single', quantity: 1, unitPrice: 5_000 };
        const lines = [...order.lines, single];
        const discount = BigInt(order.discount) / 2n;
        const paid = spreadByPiece(lines, discount);
        expect(paid && sum(paid)).toBe(sum(lines.map(listTotal)) - discount);
        lines.forEach((part, index) => {
          const one = paid?.[index] ?? -1n;
          expect(one % BigInt(part.quantity)).toBe(0n);
          expect(one >= 0n && one <= listTotal(part)).toBe(true);
        });
      }),
    ));

  it.each<[string, [number, number][], bigint, bigint[] | undefined]>([
    [
      'divides',
      [
        [4500, 2],
        [3000, 1],
      ],
      1200n,
      [8100n, 2700n],
    ],
    [
      'fits when one piece gets more and another less',
      [
        [1000, 3],
        [1000, 2],
      ],
      101n,
      [2937n, 1962n],
    ],
    ['fits no line', [[1000, 2]], 101n, undefined],
    [
      'is all of it',
      [
        [7, 3],
        [0, 2],
      ],
      21n,
      [0n, 0n],
    ],
    ['is off nothing', [[0, 3]], 0n, [0n]],
  ])('that %s', (_what, cart, discount, paid) => {
    const lines = cart.map(([unitPrice, quantity]) => ({ unitPrice, quantity }));
    const spread = spreadByPiece(lines, discount);
    expect(spread).toEqual(paid);
  });
});

describe('prices', () => {
  const price = priceOf(sample, 'second');

  it('are the same in any order of lines, and however the discount is written down', () => {
    expect(samePrice(price, { ...price, lines: price.lines.toReversed(), discount: 0, surcharge: 0 })).toBe(
      true,
    );
  });

  it.each([
    ['the total', { total: 1 }],
    ['the freight', { freight: 1 }],
    ['what is paid for a line', { lines: price.lines.map((one) => ({ ...one, paid: 1 })) }],
    ['a unit price', { lines: price.lines.map((one) => ({ ...one, unitPrice: 1 })) }],
  ])('differ by %s', (_what, change) => {
    expect(samePrice(price, { ...price, ...change })).toBe(false);
  });
});
