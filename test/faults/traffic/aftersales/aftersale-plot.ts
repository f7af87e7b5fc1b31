import type { Stage } from '../../play/story';
import { buyFromMerchant, deliver, LINE_FEN, pay, place, skuOf } from '../shop/buying';
import type { Script } from '../shop/script';
import { exactly, type Ending, type Variant } from '../shop/sold';

const PAID = 20;
const SHIPPED = 30;
const REFUNDED_ORDER = 200;
const WITHDRAWN = 1;
const REFUNDED = 13;
const RETURNS = {
  receiverName: '退货组',
  phone: '13000000001',
  province: '浙江省',
  city: '杭州市',
  town: '西湖区',
  detail: '示例路 1 号',
};
const LINE = { productId: 'W-1', skuId: skuOf('W-1'), quantity: 2 };

/** Of the after-sale that was told about this order: WeChat's, or the shop's where the shop opened it. */
const subject = (script: Script) => (stage: Stage) => {
  const requested = stage.told(script.id).find(({ name }) => name === 'aftersale.requested');
  if (requested === undefined) throw new Error(`no after-sale of ${script.id} was told`);
  return requested.subject;
};
const at = (script: Script, action: string) => (stage: Stage) =>
  `aftersales/${subject(script)(stage)}/${action}`;

/** The buyer asks inside WeChat for everything he paid for the goods. */
function claim(script: Script, type: 'refund' | 'return'): Script {
  const opening = {
    type,
    outProductId: LINE.productId,
    outSkuId: LINE.skuId,
    pieces: LINE.quantity,
    amountFen: LINE_FEN,
  };
  return script.act(`orders/${script.id}/aftersales`, opening).hear('aftersale.requested');
}

const changedTheirMind = (script: Script): Ending => {
  claim(pay(place(script)), 'refund')
    .publish('aftersale.refund-accepted', {}, subject(script))
    .hear('aftersale.refunded', 'order.refunded');
  return ends(REFUNDED_ORDER, REFUNDED, { acceptRefund: exactly(1) });
};

const sentBack = (script: Script): Ending => {
  claim(deliver(pay(place(script))), 'return')
    .publish('aftersale.return-accepted', { address: RETURNS }, subject(script))
    .hear('aftersale.return-awaited')
    .act(at(script, 'send-back'), {
      deliveryId: 'ZTO',
      deliveryName: '中通快递',
      waybillId: `ZTO${script.id}`,
    })
    .hear('aftersale.return-shipped')
    .publish('aftersale.goods-received', {}, subject(script))
    .hear('aftersale.refunded', 'order.refunded');
  return ends(REFUNDED_ORDER, REFUNDED, { acceptReturn: exactly(1), acceptRefund: exactly(1) });
};

const withdrawn = (script: Script): Ending => {
  claim(deliver(pay(place(script))), 'refund')
    .act(at(script, 'withdraw'))
    .hear('aftersale.withdrawn');
  return ends(SHIPPED, WITHDRAWN, { acceptRefund: exactly(0) });
};

const openedByTheShop = (script: Script): Ending => {
  const own = `${script.id}-AS`;
  const claimed = { amount: LINE_FEN, reason: { text: '不想要了', code: 3 }, images: [] };
  pay(place(script))
    .publish(
      'aftersale.opened',
      { version: 1, orderId: script.id, type: 'refund', line: LINE, ...claimed },
      own,
    )
    .hear('aftersale.requested')
    .publish('aftersale.refund-accepted', {}, own)
    .hear('aftersale.refunded', 'order.refunded');
  return ends(REFUNDED_ORDER, REFUNDED, { 'aftersale add': exactly(1), acceptRefund: exactly(1) });
};

/** Of an order that the merchant collected: he runs it himself, and WeChat shows it. */
const mirrored = (script: Script): Ending => {
  const own = `${script.id}-AS`;
  const about = (version: number, state: string) => ({
    version,
    orderId: script.id,
    type: 'refund',
    state,
    lines: [LINE],
    refund: LINE_FEN,
    openedAt: new Date().toISOString(),
  });
  buyFromMerchant(script)
    .publish('aftersale.mirrored', () => about(1, 'requested'), own)
    .hear('aftersale.mirrored requested')
    .publish('aftersale.mirrored', () => about(2, 'refunded'), own)
    .hear('aftersale.mirrored refunded');
  return {
    state: { order: PAID, status: REFUNDED, amount: LINE_FEN },
    // It may be sent again under the same id, as after an answer that got lost, and is still one; not without end.
    effects: { opened: exactly(1), 'aftersale add': { least: 1, most: 4 } },
  };
};

const complained = (script: Script): Ending => {
  claim(deliver(pay(place(script))), 'refund')
    .publish('aftersale.rejected', {}, subject(script))
    .hear('aftersale.rejected')
    .act(at(script, 'complain'))
    .mayTell('aftersale.platform-intervened')
    .hear('aftersale.complaint-opened')
    .act(complaintOf(script, 'judge'), { verdict: 'refund', responsible: 'merchant' })
    .hear('aftersale.complaint-decided', 'aftersale.refunded', 'order.refunded');
  return ends(REFUNDED_ORDER, REFUNDED, { reject: exactly(1), acceptRefund: exactly(0) });
};

const complaintOf = (script: Script, action: string) => async (stage: Stage) => {
  const all = await stage.wechat.control<{ complaintId: string; outOrderId: string; aftersaleId: string }[]>(
    'GET',
    'complaints',
  );
  const aftersaleId = subject(script)(stage);
  const found = all.find((complaint) => complaint.aftersaleId === aftersaleId);
  return `complaints/${found?.complaintId}/${action}`;
};

function ends(order: number, status: number, effects: Ending['effects']): Ending {
  return { state: { order, status, amount: LINE_FEN }, effects: { opened: exactly(1), ...effects } };
}

export const aftersaleVariants: readonly Variant[] = [
  changedTheirMind,
  sentBack,
  openedByTheShop,
  withdrawn,
  mirrored,
  complained,
];
