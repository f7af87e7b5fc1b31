import type { Problem } from '@tongbu/contracts';
import type { OrderFacts } from '../orders/order-facts';
import type { OpeningDraft } from './aftersale.commands';

/** What WeChat would refuse in an after-sale that the shop opens, all at once. What can be refunded WeChat knows best. */
export function brokenLimits(
  { orderId, line }: Pick<OpeningDraft, 'orderId' | 'line'>,
  lines: NonNullable<OrderFacts['atWechat']>['lines'],
): Problem[] {
  const ordered = lines.find(({ productId, skuId }) => productId === line.productId && skuId === line.skuId);
  const name = line.skuId === '' ? line.productId : `${line.productId} / ${line.skuId}`;
  if (ordered === undefined) {
    return [
      {
        code: 'line-unknown',
        field: 'line',
        message: `The order ${orderId} has no line ${name}.`,
        messageZh: `订单 ${orderId} 中没有商品 ${name}。`,
        fix: 'Correct the product or SKU and publish the after-sale again under another id.',
        fixZh: '请更正商品或 SKU 后使用新的售后单编号重新发布。',
      },
    ];
  }
  if (line.quantity <= ordered.quantity) return [];
  return [
    {
      code: 'quantity-too-large',
      field: 'line.quantity',
      message: `The order ${orderId} has ${ordered.quantity} of ${name}, not ${line.quantity}.`,
      messageZh: `订单 ${orderId} 中商品 ${name} 的数量为 ${ordered.quantity}，而不是 ${line.quantity}。`,
      fix: 'Correct the quantity and publish the after-sale again.',
      fixZh: '请更正数量后重新发布。',
    },
  ];
}
