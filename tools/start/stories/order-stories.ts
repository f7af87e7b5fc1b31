import {
  orderCancelled,
  orderCheckoutRequested,
  orderCompensationResolved,
  orderPaid,
  orderPlaced,
  orderPriceChanged,
  wechatOrderCancelled,
  wechatOrderCompensationRequired,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderParked,
  wechatOrderPaymentParametersReady,
  wechatOrderPriceChanged,
} from '@tongbu/contracts';
import type { Stage, Ware } from './stage';
import { orderOf, type Story } from './story';

export const COMPONENT = { requiredFundType: 1, method: 'wechat-pay' } as const;

/** Places an order that the component collects, and waits until WeChat has it. */
export async function place(stage: Stage, orderId: string, wares: readonly Ware[]) {
  await stage.publish(orderPlaced, orderId, orderOf(orderId, wares, { payment: COMPONENT }));
  return stage.hear(wechatOrderCreated, orderId);
}

/** Opens the cashier and pays. */
export async function pay(stage: Stage, orderId: string): Promise<void> {
  const checkoutId = `${orderId}-1`;
  await stage.publish(orderCheckoutRequested, orderId, { checkoutId });
  await stage.hear(wechatOrderPaymentParametersReady, orderId, (data) => data.checkoutId === checkoutId);
  await stage.act(`orders/${orderId}/pay`);
  await stage.hear(wechatOrderPaid, orderId);
}

const paysInTheCashier: Story = {
  title: 'pays in the cashier',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await pay(stage, orderId);
    return 'paid, to be shipped';
  },
};

const paysTheMerchant: Story = {
  title: "pays by the merchant's own WeChat Pay number",
  wares: 1,
  async play(stage, orderId, wares) {
    const prepay = { id: `wx${orderId}`, at: new Date().toISOString() };
    const payment = { collectedBy: 'merchant', method: 'wechat-pay', prepay } as const;
    await stage.publish(orderPlaced, orderId, orderOf(orderId, wares, { payment }));
    await stage.hear(wechatOrderCreated, orderId);
    // WeChat Pay's numbers have 28 digits.
    const transactionId = `42000${Date.now()}`.padEnd(28, '0');
    await stage.publish(orderPaid, orderId, { transactionId, paidAt: new Date().toISOString() });
    await stage.hear(wechatOrderPaid, orderId);
    return 'paid, reported to WeChat';
  },
};

const cancelsInWechat: Story = {
  title: 'cancels inside WeChat',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await stage.act(`orders/${orderId}/cancel`);
    const { by } = await stage.hear(wechatOrderCancelled, orderId);
    return `cancelled by ${by}`;
  },
};

const isCancelledByTheShop: Story = {
  title: 'is cancelled by the shop',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await stage.publish(orderCancelled, orderId, { reason: 'merchant' });
    const { by } = await stage.hear(wechatOrderCancelled, orderId);
    return `closed at WeChat, cancelled by ${by}`;
  },
};

const neverPays: Story = {
  title: 'never pays',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await stage.act(`orders/${orderId}/time-out`);
    const { by } = await stage.hear(wechatOrderCancelled, orderId);
    return `cancelled: ${by}`;
  },
};

const getsADiscount: Story = {
  title: 'is given a lower price, then pays',
  wares: 2,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    const lines = wares.map(({ productId, skuId, price }) => ({ productId, skuId, unitPrice: price }));
    const goods = wares.reduce((sum, { price }) => sum + price, 0);
    const discount = 101;
    await stage.publish(orderPriceChanged, orderId, {
      lines,
      freight: 800,
      discount,
      total: goods + 800 - discount,
    });
    await stage.hear(wechatOrderPriceChanged, orderId);
    await pay(stage, orderId);
    return `paid ${((goods + 800 - discount) / 100).toFixed(2)} yuan`;
  },
};

const paysWhileItIsCancelled: Story = {
  title: 'pays in the moment the shop cancels',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await stage.publish(orderCancelled, orderId, { reason: 'merchant' });
    await stage.hear(wechatOrderCancelled, orderId);
    await stage.act(`orders/${orderId}/pay`, { force: true });
    await stage.hear(wechatOrderCompensationRequired, orderId);
    await stage.publish(orderCompensationResolved, orderId, { resolution: 'refunded' });
    return 'the money of a cancelled order was noticed, and given back by the shop';
  },
};

const doesNotAddUp: Story = {
  title: 'has a total that does not add up',
  wares: 1,
  async play(stage, orderId, wares) {
    const order = orderOf(orderId, wares, { payment: COMPONENT });
    await stage.publish(orderPlaced, orderId, { ...order, total: order.total - 1 });
    const { problems } = await stage.hear(wechatOrderParked, orderId);
    return `parked: ${problems.map(({ message, fix }) => `${message} -> ${fix}`).join(' ')}`;
  },
};

export const orderStories: readonly Story[] = [
  paysInTheCashier,
  paysTheMerchant,
  cancelsInWechat,
  isCancelledByTheShop,
  neverPays,
  getsADiscount,
  paysWhileItIsCancelled,
  doesNotAddUp,
];
