import { merchantOrder } from '../../../support/merchant-order';
import { buyer, buyFromMerchant, choose, pay, place, TOTAL_FEN } from '../shop/buying';
import type { Script } from '../shop/script';
import { exactly, type Ending, type Variant } from '../shop/sold';

const PAID = 20;
const TIMED_OUT = 181;
const CANCELLED = 250;
const CHEAPER_BY = 101;
const HTTP_AGAIN_MS = 300;

const paidInTheCashier = (script: Script): Ending => {
  pay(place(script));
  return ends(PAID);
};

/** The shop waits for the answer, and asks again with the same order until it has one. */
const checkedOutOverHttp = (script: Script): Ending => {
  choose(script, 'W-1');
  script
    .step(async (stage) => {
      const order = {
        orderId: script.id,
        version: 1,
        ...merchantOrder(script.id, 'W-1', buyer(script, stage)),
      };
      for (;;) {
        const answer = await stage.request('order-sync', 'POST', 'checkouts', order);
        const text = await answer.text();
        if (answer.status === 201 && text.includes('prepay_id')) return;
        // The news that the product was approved may still be on its way.
        const goesOn = text.includes('product-not-orderable');
        if (![201, 202, 429].includes(answer.status) && !goesOn)
          throw new Error(`the checkout of ${script.id} was answered ${answer.status}: ${text}`);
        await new Promise((again) => setTimeout(again, HTTP_AGAIN_MS));
      }
    })
    .tell('order.created')
    .act(`orders/${script.id}/pay`)
    .hear('order.paid');
  return ends(PAID);
};

const paidToTheMerchant = (script: Script): Ending => {
  buyFromMerchant(script);
  return ends(PAID, { pay: exactly(1) });
};

const cancelledInWechat = (script: Script): Ending => {
  place(script).act(`orders/${script.id}/cancel`).hear('order.cancelled');
  return ends(CANCELLED);
};

const cancelledByTheShop = (script: Script): Ending => {
  place(script).publish('order.cancelled', { reason: 'merchant' }).hear('order.cancelled');
  return ends(CANCELLED, { close: exactly(1) });
};

const neverPaid = (script: Script): Ending => {
  place(script).act(`orders/${script.id}/time-out`).hear('order.cancelled');
  return ends(TIMED_OUT);
};

const cheaper = (script: Script): Ending => {
  const total = TOTAL_FEN - CHEAPER_BY;
  place(script)
    .publish('order.price-changed', {
      version: 2,
      lines: [{ productId: 'W-1', skuId: 'W-1-S', unitPrice: 5_900 }],
      freight: 800,
      discount: 1_000 + CHEAPER_BY,
      total,
    })
    .hear('order.price-changed');
  pay(script);
  return { ...ends(PAID, { changePrice: exactly(1) }), state: { status: PAID, total } };
};

const sentElsewhere = (script: Script): Ending => {
  const detail = `示例路 ${script.random.between(20, 99)} 号`;
  const address = { receiverName: '林小满', phone: '13000004471', city: '深圳市', detail };
  place(script).publish('order.address-changed', { version: 2, address }).hear('order.address-changed');
  pay(script);
  const { state, effects } = ends(PAID);
  return { state: { ...state, address: detail }, effects };
};

/** The money of an order that the shop has given up: noticed once, and given back outside of WeChat. */
const paidAndCancelled = (script: Script): Ending => {
  place(script)
    .publish('order.cancelled', { reason: 'merchant' })
    .hear('order.cancelled')
    .act(`orders/${script.id}/pay`, { force: true })
    .hear('order.compensation-required')
    .mayTell('order.parked compensation-required')
    .publish('order.compensation-resolved', { resolution: 'refunded' });
  return ends(PAID, { close: exactly(1) });
};

function ends(status: number, effects: Ending['effects'] = {}): Ending {
  const nothingElse = { pay: exactly(0), close: exactly(0), changePrice: exactly(0) };
  return { state: { status, total: TOTAL_FEN }, effects: { ...nothingElse, ...effects } };
}

export const orderVariants: readonly Variant[] = [
  paidInTheCashier,
  checkedOutOverHttp,
  paidToTheMerchant,
  cancelledInWechat,
  cancelledByTheShop,
  cheaper,
  neverPaid,
  paidAndCancelled,
  sentElsewhere,
];
