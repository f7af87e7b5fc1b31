import type { Problem } from '@tongbu/contracts';
import { isSameLine, paidPerLine, unmatchedLines, wantedOrder } from './order.amounts';
import { listTotal, sum } from './order.sums';
import { collectionOf } from './order.collection';
import type { DesiredOrder, Generation, OrderDocument } from './order';
import { problem, type Texts } from './order.problems';

/** WeChat documentation: orders, endpoint add and time limits. */
export const ORDER_ID = /^[A-Za-z0-9_-]{1,127}$/;
const AFTERSALE_DAYS = { least: 7, most: 1095 };
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
export const SHORTEST_PAY_MS = 15 * 60_000;
export const LONGEST_PAY_MS = 24 * 3_600_000;

/** Everything WeChat would refuse about this order, found before a call is spent, all at once. Not its expiry. */
export function brokenLimits(orderId: string, desired: DesiredOrder, generation: Generation): Problem[] {
  const order = wantedOrder(desired);
  if (order === null || desired.order === null) return [];
  const collection = collectionOf(order, generation);
  return [
    ...idProblems(orderId),
    ...(collection.kind === 'contradiction' ? collection.problems : []),
    ...(collection.kind === 'collected' && collection.by === 'merchant'
      ? prepayProblems(order, generation)
      : []),
    ...(collection.kind === 'collected' && collection.by === 'component' ? expressProblems(order) : []),
    ...priceChangeProblems(desired.order.content, desired.price?.content ?? null),
    ...doubledLineProblems(order),
    ...amountProblems(order, generation),
    ...addressProblems(order, generation),
    ...aftersaleProblems(order, generation),
    ...sceneProblems(order, generation),
  ];
}

/** What is wrong with the amounts of a price change of an order that is at WeChat already. */
export function brokenPrices(desired: DesiredOrder): Problem[] {
  const order = wantedOrder(desired);
  if (order === null || desired.order === null || desired.price === null) return [];
  return [
    ...priceChangeProblems(desired.order.content, desired.price.content),
    ...amountProblems(order, 'second'),
  ];
}

function idProblems(orderId: string): Problem[] {
  if (ORDER_ID.test(orderId)) return [];
  return [
    problem('order-id', 'subject', [
      `The order id ${orderId} is longer than 127 characters or has others than letters, digits, - and _.`,
      `订单号 ${orderId} 超过 127 个字符，或含有字母、数字、- 和 _ 以外的字符。`,
      'Place the order under another id.',
      '请使用其他订单号下单。',
    ]),
  ];
}

function prepayProblems({ payment }: OrderDocument, generation: Generation): Problem[] {
  if (generation === 'first' || payment.method !== 'wechat-pay' || payment.prepay !== undefined) return [];
  return [
    problem('prepay-missing', 'payment.prepay', [
      'The merchant collects by WeChat Pay, and WeChat wants to know the prepay id of the order there.',
      '商户自行通过微信支付收款时，微信要求提供预支付单号。',
      'Create the order at WeChat Pay first, and publish this one again with prepay.',
      '请先在微信支付下单，再带上 prepay 重新发布订单。',
    ]),
  ];
}

function expressProblems({ delivery }: OrderDocument): Problem[] {
  if (delivery.type === 'express') return [];
  return [
    problem('delivery-not-express', 'delivery.type', [
      `Orders that the component collects go by express only, not by ${delivery.type}.`,
      '由交易组件收款的订单仅支持快递发货。',
      'Deliver it by express, or collect the money yourself.',
      '请改为快递发货，或由商户自行收款。',
    ]),
  ];
}

/** Unknown lines and missing ones make it unclear what the buyer is to pay. */
function priceChangeProblems(
  order: OrderDocument,
  change: Parameters<typeof unmatchedLines>[1] | null,
): Problem[] {
  if (change === null) return [];
  const { missing, unknown } = unmatchedLines(order, change);
  const names = (lines: readonly { readonly productId: string; readonly skuId: string }[]) =>
    lines.map(nameOf).join(', ');
  return [
    ...(missing.length === 0
      ? []
      : [
          problem('price-change-incomplete', 'lines', [
            `The price change does not name ${names(missing)}.`,
            `改价缺少以下商品：${names(missing)}。`,
            'Publish it again with every line of the order.',
            '请带上订单的全部商品行重新发布。',
          ]),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          problem('price-change-unknown-line', 'lines', [
            `The price change names ${names(unknown)}, which the order does not have.`,
            `改价包含订单中不存在的商品：${names(unknown)}。`,
            'Publish it again with the lines of the order only.',
            '请仅使用订单中的商品行重新发布。',
          ]),
        ]),
  ];
}

/** Parcels, after-sales and price changes name a line by product and SKU: two of the same could not be told apart. */
function doubledLineProblems({ lines }: OrderDocument): Problem[] {
  return lines.flatMap((line, index) =>
    lines.findIndex((other) => isSameLine(other, line)) === index
      ? []
      : [
          problem('line-doubled', `lines[${index}]`, [
            `${nameOf(line)} stands in the order twice.`,
            `${nameOf(line)} 在订单中重复出现。`,
            'Put the pieces into one line; what is paid for the line may be less than their prices.',
            '请合并为一个商品行，实付金额可低于单价合计。',
          ]),
        ],
  );
}

const nameOf = ({ productId, skuId }: { readonly productId: string; readonly skuId: string }) =>
  skuId === '' ? productId : `${productId}/${skuId}`;

/** WeChat documentation: orders, amount rules; both formulas. */
function amountProblems(order: OrderDocument, generation: Generation): Problem[] {
  const { lines, freight, discount, surcharge, total } = order;
  const goods = sum(lines.map(listTotal));
  const extra = BigInt(freight) + BigInt(surcharge);
  if (goods + extra > LARGEST) {
    return [
      problem('amount-too-large', 'lines', [
        `The lines add up to ${goods} fen, which is more than a number can hold.`,
        `商品金额合计 ${goods} 分，超出可表示的范围。`,
        'Check that prices are in fen.',
        '请确认价格单位为分。',
      ]),
    ];
  }
  if (BigInt(discount) > goods) {
    return [
      problem('discount-too-large', 'discount', [
        `The discount is ${discount} fen, and the lines add up to ${goods} fen only.`,
        `优惠为 ${discount} 分，超过商品金额合计 ${goods} 分。`,
        'A discount is off the lines: lower it, or lower the freight.',
        '优惠只能抵扣商品金额，请调低优惠或运费。',
      ]),
    ];
  }
  const found: Problem[] = [];
  const expected = goods + extra - BigInt(discount);
  if (BigInt(total) !== expected) {
    found.push(
      problem('total-does-not-balance', 'total', [
        `The lines, freight and surcharge less the discount make ${expected} fen, not ${total}.`,
        `商品、运费与附加费减去优惠应为 ${expected} 分，而不是 ${total} 分。`,
        'Correct the amounts and publish the order again.',
        '请更正金额后重新发布订单。',
      ]),
    );
  }
  return [...found, ...paidProblems(lines, goods - BigInt(discount)), ...pieceProblems(order, generation)];
}

function paidProblems(lines: OrderDocument['lines'], expected: bigint): Problem[] {
  const given = lines.filter(({ paid }) => paid !== undefined);
  if (given.length === 0) return [];
  if (given.length < lines.length) {
    return [
      problem('paid-incomplete', 'lines', [
        `${given.length} of ${lines.length} lines say what is paid for them.`,
        `${lines.length} 个商品行中只有 ${given.length} 个填写了实付金额。`,
        'Give it for every line, or for none to have the discount spread.',
        '请为全部商品行填写实付金额，或全部不填由系统分摊优惠。',
      ]),
    ];
  }
  const found = lines.flatMap((line, index) => {
    const { paid = 0 } = line;
    if (BigInt(paid) <= listTotal(line)) return [];
    return [
      problem('paid-above-price', `lines[${index}].paid`, [
        `${paid} fen are paid for a line that costs ${listTotal(line)} fen before discounts.`,
        `商品行实付 ${paid} 分，高于折前金额 ${listTotal(line)} 分。`,
        'Correct what is paid, or the unit price.',
        '请更正实付金额或单价。',
      ]),
    ];
  });
  const paid = sum(lines.map((line) => BigInt(line.paid ?? 0)));
  if (paid !== expected) {
    found.push(
      problem('paid-does-not-balance', 'lines', [
        `The lines' unit prices less the discount make ${expected} fen, and ${paid} fen are paid for them.`,
        `商品金额减去优惠应为 ${expected} 分，而各行实付合计 ${paid} 分。`,
        'Correct what is paid for the lines, or the discount.',
        '请更正各行实付金额或优惠金额。',
      ]),
    );
  }
  return found;
}

/** The first generation is told what is paid for one piece, in whole fen. */
function pieceProblems(order: OrderDocument, generation: Generation): Problem[] {
  if (generation === 'second') return [];
  const texts = (what: string, whatZh: string): Texts => [
    `The first generation of the component wants to know what is paid for one piece, and ${what}.`,
    `第一代交易组件要求提供单件实付金额，而${whatZh}。`,
    'Give what is paid for each line, so that it can be divided by its pieces, or have no discount.',
    '请为每个商品行填写可被件数整除的实付金额，或取消优惠。',
  ];
  if (paidPerLine(order, generation) === undefined) {
    const what = texts(
      `no way was found to spread the discount of ${order.discount} fen`,
      `优惠 ${order.discount} 分无法按单件分摊`,
    );
    return [problem('discount-not-divisible', 'discount', what)];
  }
  return order.lines.flatMap(({ paid = 0, quantity }, index) =>
    paid % quantity === 0
      ? []
      : [
          problem(
            'paid-not-divisible',
            `lines[${index}].paid`,
            texts(
              `${paid} fen cannot be divided by ${quantity} pieces`,
              `${paid} 分不能被 ${quantity} 件整除`,
            ),
          ),
        ],
  );
}

function addressProblems({ delivery }: OrderDocument, generation: Generation): Problem[] {
  const needed = generation === 'second' || delivery.type !== 'none';
  if (delivery.address !== undefined || !needed) return [];
  const what = delivery.type === 'pick-up' ? 'the pick-up point' : 'the buyer';
  return [
    problem('address-missing', 'delivery.address', [
      `WeChat wants the address of ${what}.`,
      delivery.type === 'pick-up' ? '微信要求提供自提点地址。' : '微信要求提供收货地址。',
      'Publish the order again with it.',
      '请补充地址后重新发布订单。',
    ]),
  ];
}

function aftersaleProblems({ aftersaleDays }: OrderDocument, generation: Generation): Problem[] {
  const { least, most } = AFTERSALE_DAYS;
  if (generation === 'first' || aftersaleDays === undefined) return [];
  if (aftersaleDays >= least && aftersaleDays <= most) return [];
  return [
    problem('aftersale-days', 'aftersaleDays', [
      `After-sales are to be possible for ${aftersaleDays} days; WeChat takes ${least} to ${most}.`,
      `售后期为 ${aftersaleDays} 天，微信要求 ${least} 到 ${most} 天。`,
      'Correct the number of days, or leave it out.',
      '请更正天数，或不填写。',
    ]),
  ];
}

function sceneProblems({ scene }: OrderDocument, generation: Generation): Problem[] {
  if (generation === 'second' || scene !== undefined) return [];
  return [
    problem('scene-missing', 'scene', [
      'The first generation of the component wants the launch scene of the mini program.',
      '第一代交易组件要求提供小程序的场景值。',
      'Publish the order again with scene.',
      '请补充 scene 后重新发布订单。',
    ]),
  ];
}

/** When an order may be created with regard to the time until which it is to be paid. */
export type ExpiryVerdict =
  | { readonly kind: 'fine'; /** Until when it stays so. */ readonly until: Date | null }
  /** Its time is up. */
  | { readonly kind: 'over'; readonly expiresAt: string }
  | { readonly kind: 'unacceptable'; readonly problems: readonly Problem[]; readonly until: Date | null };

/**
 * WeChat takes an order that can be paid for 15 minutes to a day from now; in the first generation it is our business
 * alone. Never is another time put in the place of the merchant's.
 */
export function checkExpiry({ expiresAt }: OrderDocument, generation: Generation, now: Date): ExpiryVerdict {
  if (expiresAt === undefined) {
    return generation === 'first'
      ? { kind: 'fine', until: null }
      : { kind: 'unacceptable', problems: [expiryMissing], until: null };
  }
  const end = Date.parse(expiresAt);
  const left = end - now.getTime();
  if (left <= 0) return { kind: 'over', expiresAt };
  if (generation === 'first') return { kind: 'fine', until: new Date(end) };
  if (left < SHORTEST_PAY_MS) {
    return { kind: 'unacceptable', problems: [expiryTooSoon(expiresAt)], until: new Date(end) };
  }
  if (left > LONGEST_PAY_MS) {
    return { kind: 'unacceptable', problems: [expiryTooLate(expiresAt)], until: new Date(end) };
  }
  // A millisecond more, so that the next look finds it too short.
  return { kind: 'fine', until: new Date(end - SHORTEST_PAY_MS + 1) };
}

const expiryMissing = problem('expiry-missing', 'expiresAt', [
  'WeChat wants to know until when the order can be paid.',
  '微信要求提供订单的支付截止时间。',
  'Publish the order again with expiresAt, 15 minutes to 1 day from then.',
  '请补充 expiresAt（发布后 15 分钟到 1 天内）并重新发布订单。',
]);

function expiryTooSoon(expiresAt: string): Problem {
  return problem('expiry-too-soon', 'expiresAt', [
    `The order is to be paid until ${expiresAt}, which is less than 15 minutes from now; WeChat wants 15 at least.`,
    `支付截止时间 ${expiresAt} 距现在不足 15 分钟，微信要求至少 15 分钟。`,
    'Publish the order again with a later time.',
    '请推迟支付截止时间后重新发布订单。',
  ]);
}

function expiryTooLate(expiresAt: string): Problem {
  return problem('expiry-too-late', 'expiresAt', [
    `The order is to be paid until ${expiresAt}, which is more than a day from now.`,
    `支付截止时间 ${expiresAt} 距现在超过 1 天，微信最多允许 1 天。`,
    'Publish the order again with an earlier time.',
    '请提前支付截止时间后重新发布订单。',
  ]);
}
