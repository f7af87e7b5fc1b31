import type { Problem } from '@tongbu/contracts';
import { amountProblems } from './order.amount-limits';
import { isSameLine, unmatchedLines, wantedOrder } from './order.amounts';
import { collectionOf } from './order.collection';
import type { DesiredOrder, Generation, OrderDocument } from './order';
import { problem } from './order.problems';

/** WeChat documentation: orders, endpoint add. */
export const ORDER_ID = /^[A-Za-z0-9_-]{1,127}$/;
const AFTERSALE_DAYS = { least: 7, most: 1095 };

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
