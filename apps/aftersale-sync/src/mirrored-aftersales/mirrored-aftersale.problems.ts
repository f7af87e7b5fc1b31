import { wechatAftersaleParked, type Problem } from '@tongbu/contracts';
import type { OrderFacts } from '../orders/order-facts';
import type { DesiredMirror, MirrorRow } from './mirrored-aftersale';

export function unknownLines(
  { orderId, lines }: DesiredMirror['mirror'],
  ordered: NonNullable<OrderFacts['atWechat']>['lines'],
): Problem[] {
  return lines.flatMap(({ productId, skuId }, index): Problem[] => {
    if (ordered.some((line) => line.productId === productId && line.skuId === skuId)) return [];
    const name = skuId === '' ? productId : `${productId} / ${skuId}`;
    return [
      {
        code: 'line-unknown',
        field: `lines[${index}]`,
        message: `The order ${orderId} has no line ${name}.`,
        messageZh: `订单 ${orderId} 中没有商品 ${name}。`,
        fix: 'Correct the product or SKU and publish the after-sale again.',
        fixZh: '请更正商品或 SKU 后重新发布。',
      },
    ];
  });
}

export const pathMissing: Problem = {
  code: 'path-missing',
  field: 'path',
  message: 'WeChat needs a page of the mini program, and neither the after-sale nor its order has named one.',
  messageZh: '缺少售后单页面路径，订单也未提供页面路径。',
  fix: 'Publish merchant.aftersale.mirrored.v1 with a path.',
  fixZh: '请发布带 path 的 merchant.aftersale.mirrored.v1。',
};

export function contentIsFixed(merchantId: string): Problem {
  return {
    code: 'mirror-content-fixed',
    message: `WeChat changes the state of the after-sale ${merchantId} only, not its type, lines or refund.`,
    messageZh: `微信只支持更新售后单 ${merchantId} 的状态，不支持修改类型、商品或退款金额。`,
    fix: 'Publish another after-sale under an id of its own, and close this one.',
    fixZh: '请使用新的售后单编号重新发布，并关闭当前售后单。',
  };
}

/** The event that tells the merchant why WeChat does not show it. */
export function parkedMirror(
  { desired: { mirror }, desiredVersion, entityId }: MirrorRow,
  problems: readonly Problem[],
) {
  return {
    type: wechatAftersaleParked.type,
    data: {
      orderId: mirror.orderId,
      wechatAftersaleId: null,
      merchantAftersaleId: entityId,
      line: mirror.lines[0] ?? null,
      type: mirror.type === 'exchange' ? 'other' : mirror.type,
      amount: mirror.refund,
      state: null,
      merchantVersion: desiredVersion,
      problems,
    },
  };
}
