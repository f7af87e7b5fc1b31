import type { Problem } from '@tongbu/contracts';

export function orderUnknown(orderId: string): Problem {
  return {
    code: 'order-unknown',
    field: 'orderId',
    message: `The order ${orderId} is not known to be at WeChat.`,
    messageZh: `订单 ${orderId} 尚未同步到微信。`,
    fix: 'Check the order id. It goes on by itself when the order is there.',
    fixZh: '请检查订单编号。订单同步后会自动继续。',
  };
}

export function orderCollectedBy(orderId: string, collector: 'merchant' | 'component'): Problem {
  return collector === 'merchant'
    ? {
        code: 'order-collected-by-merchant',
        field: 'orderId',
        message: `The merchant collects the order ${orderId}, so WeChat runs no after-sale of it.`,
        messageZh: `订单 ${orderId} 由商家自行收款，微信不处理其售后。`,
        fix: 'Publish merchant.aftersale.mirrored.v1 with how it stands.',
        fixZh: '请发布 merchant.aftersale.mirrored.v1 同步售后状态。',
      }
    : {
        code: 'order-collected-by-component',
        field: 'orderId',
        message: `The component collects the order ${orderId}, so WeChat runs its after-sales and takes no mirrored ones.`,
        messageZh: `订单 ${orderId} 由微信二级商户号收款，售后由微信处理，不能同步自有售后。`,
        fix: 'Publish merchant.aftersale.opened.v1 instead.',
        fixZh: '请改为发布 merchant.aftersale.opened.v1。',
      };
}
