import { wechatOrderParked, type Problem } from '@tongbu/contracts';
import { nothingObserved, type OrderState, type ProductStanding } from './order';

/** Message, message in Chinese, fix, fix in Chinese. */
export type Texts = readonly [string, string, string, string];

export function problem(code: string, field: string | undefined, texts: Texts): Problem {
  const [message, messageZh, fix, fixZh] = texts;
  return { code, ...(field === undefined ? {} : { field }), message, messageZh, fix, fixZh };
}

export const COMPENSATION_REQUIRED = 'compensation-required';

/** Money was taken for an order that is not to be, or cannot be, delivered. */
export const compensationRequired: Problem = problem(COMPENSATION_REQUIRED, undefined, [
  'The buyer has paid this order although it was cancelled.',
  '该订单已取消，但买家已付款。',
  'Give the money back, or deliver after all; then publish merchant.order.compensation-resolved.v1.',
  '请退款或继续履约，然后发布 merchant.order.compensation-resolved.v1。',
]);

export const paidTooLate: Problem = problem('paid-too-late', undefined, [
  'The money was collected, but the order is over at WeChat and cannot be paid there any more.',
  '已收款，但该订单在微信侧已关闭，无法再标记为已支付。',
  'Deliver it without WeChat, or create it at WeChat under a new id.',
  '请在微信之外履约，或使用新的订单号在微信重新创建。',
]);

export const paidByComponent: Problem = problem('paid-by-component', undefined, [
  'The component collects the money of this order; WeChat alone says when it is paid.',
  '该订单由交易组件收款，是否支付以微信为准。',
  'Do not publish merchant.order.paid.v1 for it; wait for wechat.order.paid.v1.',
  '请勿为该订单发布 merchant.order.paid.v1，请等待 wechat.order.paid.v1。',
]);

export const transactionMissing: Problem = problem('transaction-missing', 'transactionId', [
  "The payment by WeChat Pay came without WeChat Pay's number.",
  '微信支付的付款缺少微信支付订单号。',
  'Publish merchant.order.paid.v1 again with transactionId.',
  '请带上 transactionId 重新发布 merchant.order.paid.v1。',
]);

export const missingAtWechat: Problem = problem('missing-at-wechat', undefined, [
  'WeChat says that it does not have this order any more.',
  '微信返回该订单不存在。',
  'Check the buyer and the mini program; it is looked up again every hour. If it stays away, use a new order id.',
  '请核对买家与小程序；系统每小时会重新查询。若仍不存在，请使用新的订单号。',
]);

/** WeChat takes an order's contents once. */
export function changedAfterCreation(fields: readonly string[]): Problem {
  return problem('changed-after-creation', fields[0], [
    `The order is at WeChat already, and WeChat takes no other ${fields.join(', ')} of it. It stays there as it was.`,
    `订单已在微信创建，无法再更改 ${fields.join('、')}，微信侧保持原内容。`,
    'Cancel it and place a new order under a new id. Prices change once with merchant.order.price-changed.v1, the address with merchant.order.address-changed.v1.',
    '请取消该订单并使用新的订单号下单。价格可通过 merchant.order.price-changed.v1 更改一次，地址可通过 merchant.order.address-changed.v1 更改。',
  ]);
}

export const priceChangeUsed: Problem = problem('price-change-used', 'total', [
  'WeChat takes one price change of an order, and it was used. The former price is in force.',
  '微信仅允许每个订单改价一次，该次机会已使用，当前仍为原价。',
  'Cancel the order and place a new one under a new id.',
  '请取消该订单并使用新的订单号下单。',
]);

export const priceChangeTooLate: Problem = problem('price-change-too-late', 'total', [
  'The price changed after the order was paid or ended. The former price is in force.',
  '订单已支付或已结束，无法改价，当前仍为原价。',
  'Give the difference back through an after-sale, or leave it.',
  '请通过售后退还差额，或保持原价。',
]);

export const priceChangeNotOffered: Problem = problem('price-change-not-offered', 'total', [
  'The first generation of the component takes no price change.',
  '第一代交易组件不支持改价。',
  'Cancel the order and place a new one under a new id.',
  '请取消该订单并使用新的订单号下单。',
]);

export const addressTooLate: Problem = problem('address-too-late', 'address', [
  'The address changed after the order was shipped or ended. WeChat keeps the former one.',
  '订单已发货或已结束，无法更改收货地址，微信侧保持原地址。',
  'Have the carrier redirect the parcel.',
  '请联系承运商改派包裹。',
]);

export const addressNotOffered: Problem = problem('address-change-not-offered', 'address', [
  'The first generation of the component takes no change of the address.',
  '第一代交易组件不支持更改收货地址。',
  'Cancel the order and place a new one under a new id, or deliver to the new address without telling WeChat.',
  '请取消该订单并使用新的订单号下单，或直接按新地址发货。',
]);

export const neverCreated: Problem = problem('time-was-up', 'expiresAt', [
  'The order could not be created at WeChat before its time was up, and was told to be cancelled.',
  '订单在支付截止时间之前未能在微信创建，已通知取消。',
  'Place a new order under a new id.',
  '请使用新的订单号下单。',
]);

const STANDINGS: Readonly<
  Record<Exclude<ProductStanding, 'orderable' | 'unknown'>, readonly [string, string]>
> = {
  'not-approved': ['is not approved by WeChat yet', '尚未通过微信审核'],
  'not-listed': ['is not on sale at WeChat', '未在微信上架'],
  'taken-down': ['was taken off sale by WeChat', '已被微信下架'],
  deleted: ['was deleted at WeChat', '已在微信侧删除'],
  refused: [
    'or another one of the order is not taken by WeChat in an order',
    '或订单中的其他商品暂不能用于微信下单',
  ],
};

export function productInTheWay(
  productId: string,
  standing: Exclude<ProductStanding, 'orderable' | 'unknown'>,
): Problem {
  const [what, whatZh] = STANDINGS[standing];
  return problem('product-not-orderable', `lines[${productId}]`, [
    `The product ${productId} ${what}.`,
    `商品 ${productId} ${whatZh}。`,
    'Have it approved and listed; the order goes on by itself if its time is not up by then.',
    '请先使商品通过审核并上架；若订单未超时，将自动继续。',
  ]);
}

/** Why no cashier can be opened for an order. */
export const noCheckout = {
  cancelled: problem('checkout-cancelled', undefined, [
    'The order is cancelled.',
    '订单已取消。',
    'Place a new order under a new id.',
    '请使用新的订单号下单。',
  ]),
  paid: problem('checkout-paid', undefined, [
    'The order is paid already.',
    '订单已支付。',
    'Nothing to do.',
    '无需处理。',
  ]),
  expired: problem('checkout-expired', undefined, [
    'The time until which the order could be paid is over.',
    '订单已超过支付截止时间。',
    'Place a new order under a new id.',
    '请使用新的订单号下单。',
  ]),
  collectedByMerchant: problem('checkout-by-merchant', undefined, [
    'The merchant collects the money of this order: the parameters come from the own order at WeChat Pay.',
    '该订单由商户自行收款，支付参数来自商户自己的微信支付订单。',
    'Sign the parameters for the prepay id yourself.',
    '请使用商户自己的预支付单号签名生成支付参数。',
  ]),
  notCreated: problem('checkout-not-created', undefined, [
    'The order is not at WeChat yet.',
    '订单尚未在微信创建。',
    'Wait for it, or see why it does not get there.',
    '请等待订单创建，或查看未能创建的原因。',
  ]),
  missing: missingAtWechat,
} satisfies Readonly<Record<string, Problem>>;
export type CheckoutObstacle = keyof typeof noCheckout;

/** The event that tells the merchant what to change. */
export function parkedOrder(state: OrderState, problems: readonly Problem[]) {
  const { wechatId } = state.observed ?? nothingObserved;
  return {
    type: wechatOrderParked.type,
    data: { wechatOrderId: wechatId, merchantVersion: state.desiredVersion, problems },
  };
}
