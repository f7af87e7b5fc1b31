import type { Problem } from '@tongbu/contracts';
import type { Collector, Generation, OrderDocument } from './order';
import { problem } from './order.problems';

const ORDINARY = 0;
const SUB_MERCHANT = 1;
const EITHER = 2;

/** Who collects the money of an order, or why that cannot be told. */
export type Collection =
  | { readonly kind: 'collected'; readonly by: Collector }
  | { readonly kind: 'contradiction'; readonly problems: readonly Problem[] };

/**
 * What the buyer's client was told decides; where either will do, what the merchant said; else whether the merchant has
 * made an order at WeChat Pay. WeChat documentation: deciding whether an order must be pushed. The first generation knows
 * the merchant's own number only.
 */
export function collectionOf({ payment }: OrderDocument, generation: Generation): Collection {
  const { collectedBy, requiredFundType, prepay, method } = payment;
  if (generation === 'first') {
    return collectedBy === 'component'
      ? contradiction(
          'payment.collectedBy',
          'This mini program has the first generation of the component, where the merchant collects.',
          '该小程序仍为第一代交易组件，只能由商户自行收款。',
        )
      : { kind: 'collected', by: 'merchant' };
  }
  const unknown =
    requiredFundType !== undefined && ![ORDINARY, SUB_MERCHANT, EITHER].includes(requiredFundType);
  if (unknown && collectedBy === undefined) {
    return contradiction(
      'payment.requiredFundType',
      `Nobody knows what the fund type ${requiredFundType} asks for.`,
      `未知的资金类型 ${requiredFundType}。`,
    );
  }
  const required =
    requiredFundType === ORDINARY ? 'merchant' : requiredFundType === SUB_MERCHANT ? 'component' : undefined;
  if (required !== undefined && collectedBy !== undefined && required !== collectedBy) {
    return contradiction(
      'payment.collectedBy',
      `The order says that the ${collectedBy} collects, and WeChat asked for fund type ${requiredFundType}: the ${required}.`,
      `订单声明由${nameOf(collectedBy)}收款，而微信要求资金类型 ${requiredFundType}（${nameOf(required)}收款）。`,
    );
  }
  const by =
    required ?? collectedBy ?? (prepay === undefined && method === 'wechat-pay' ? 'component' : 'merchant');
  if (by === 'component' && prepay !== undefined) {
    return contradiction(
      'payment.prepay',
      'The component collects, and yet the order has a prepay id of the merchant.',
      '该订单由交易组件收款，却带有商户自己的预支付单号。',
    );
  }
  if (by === 'component' && method !== 'wechat-pay') {
    return contradiction(
      'payment.method',
      `The component collects by WeChat Pay only, not by ${method}.`,
      '交易组件收款仅支持微信支付。',
    );
  }
  return { kind: 'collected', by };
}

const nameOf = (collector: Collector) => (collector === 'merchant' ? '商户' : '交易组件');

function contradiction(field: string, message: string, messageZh: string): Collection {
  const texts = [message, messageZh, FIX, FIX_ZH] as const;
  return { kind: 'contradiction', problems: [problem('payment-contradicts', field, texts)] };
}

const FIX = 'Correct the payment and publish the order again.';
const FIX_ZH = '请更正支付信息后重新发布订单。';
