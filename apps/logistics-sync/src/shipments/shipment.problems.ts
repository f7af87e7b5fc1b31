import { wechatShipmentParked, type ParcelCarrier, type ParcelLine, type Problem } from '@tongbu/contracts';
import { nothingObserved, type DesiredParcel, type RecordedParcel, type ShipmentState } from './shipment';
import { nameOf } from './shipment.lines';

type Parcel = Pick<DesiredParcel, 'parcelId' | 'waybill'>;

const CORRECT = 'merchant.shipment.parcel-corrected.v1';

type Texts = readonly [message: string, messageZh: string, fix: string, fixZh: string];

function problem(code: string, field: string, [message, messageZh, fix, fixZh]: Texts): Problem {
  return { code, field, message, messageZh, fix, fixZh };
}

const fieldOf = ({ parcelId }: Pick<DesiredParcel, 'parcelId'>, part: string) =>
  `parcels.${parcelId}.${part}`;
const namesOf = (lines: readonly ParcelLine[]) => lines.map(nameOf).join(', ');

export function waybillMissing(parcel: Parcel): Problem {
  return problem('waybill-missing', fieldOf(parcel, 'waybill'), [
    `The parcel ${parcel.parcelId} has no waybill number; WeChat takes none without it.`,
    `包裹 ${parcel.parcelId} 没有运单号，微信不接受无运单号的包裹。`,
    `Publish ${CORRECT} with the number.`,
    `请发布带有运单号的 ${CORRECT}。`,
  ]);
}

export function lineUnknown(parcel: Parcel, line: ParcelLine): Problem {
  return problem('line-unknown', fieldOf(parcel, 'lines'), [
    `The order at WeChat has no line ${nameOf(line)}, which is in the parcel ${parcel.parcelId}.`,
    `微信订单中没有商品 ${nameOf(line)}，但包裹 ${parcel.parcelId} 中包含该商品。`,
    `Publish ${CORRECT} with lines of the order only.`,
    `请发布 ${CORRECT}，仅包含该订单内的商品。`,
  ]);
}

export function tooManyPieces(parcel: Parcel, line: ParcelLine, ordered: number): Problem {
  return problem('too-many-pieces', fieldOf(parcel, 'lines'), [
    `The parcel ${parcel.parcelId} has ${line.quantity} of ${nameOf(line)}; the order has ${ordered}.`,
    `包裹 ${parcel.parcelId} 中 ${nameOf(line)} 的数量为 ${line.quantity}，订单中仅有 ${ordered}。`,
    `Publish ${CORRECT} with the quantity that is in it.`,
    `请发布数量正确的 ${CORRECT}。`,
  ]);
}

export function lineInAnotherParcel(parcel: Parcel, line: ParcelLine): Problem {
  return problem('line-in-another-parcel', fieldOf(parcel, 'lines'), [
    `WeChat takes a line of an order in one parcel only, and has ${nameOf(line)} under another waybill. The waybill ` +
      `${parcel.waybill} cannot be recorded for it.`,
    `微信规定订单中同一商品只能放在一个包裹内，${nameOf(line)} 已录入其他运单，无法再录入运单 ${parcel.waybill}。`,
    `Tell the buyer this waybill yourself. ${CORRECT} without the line closes the task.`,
    `请自行告知买家该运单号。发布不含该商品的 ${CORRECT} 可关闭此任务。`,
  ]);
}

export function parcelDiffers(parcel: Parcel, recorded: RecordedParcel | undefined): Problem {
  return problem('parcel-recorded', fieldOf(parcel, 'waybill'), [
    `WeChat has the parcel ${parcel.parcelId} already, under ${recorded?.carrierId ?? ''} ${recorded?.waybill ?? ''}, ` +
      'and corrects no parcel.',
    `包裹 ${parcel.parcelId} 已录入微信（${recorded?.carrierId ?? ''} ${recorded?.waybill ?? ''}），微信不支持修改。`,
    `Tell the buyer the right waybill yourself. ${CORRECT} with what WeChat has closes the task.`,
    `请自行告知买家正确的运单号。发布与微信一致的 ${CORRECT} 可关闭此任务。`,
  ]);
}

export function carrierUnknown(parcel: Pick<DesiredParcel, 'parcelId' | 'carrier'>): Problem {
  const given = carrierText(parcel.carrier);
  return problem('carrier-unknown', fieldOf(parcel, 'carrier'), [
    `WeChat's list of carriers has no ${given}, and no operator has mapped it.`,
    `微信快递公司列表中没有 ${given}，且尚未配置映射。`,
    'Map it with PUT /v1/apps/{appId}/carrier-mappings/{name}; the parcel goes on by itself.',
    '请通过 PUT /v1/apps/{appId}/carrier-mappings/{name} 配置映射，包裹会自动继续。',
  ]);
}

export function shippedWithout(parcel: Parcel): Problem {
  return problem('shipped-without-parcel', fieldOf(parcel, 'waybill'), [
    `WeChat has the order as shipped in full, without the parcel ${parcel.parcelId}, and takes no more parcels.`,
    `微信订单已全部发货，其中没有包裹 ${parcel.parcelId}，不能再录入包裹。`,
    'Tell the buyer the waybill yourself.',
    '请自行告知买家运单号。',
  ]);
}

export function linesWithoutParcel(lines: readonly ParcelLine[]): Problem {
  return problem('lines-without-parcel', 'allDispatched', [
    `Everything is said to be dispatched, and WeChat has no parcel with ${namesOf(lines)}; it does not take the order as shipped.`,
    `已声明全部发货，但微信中没有包含 ${namesOf(lines)} 的包裹，无法完成发货。`,
    'Publish the parcel, or refund what is not delivered; the order goes on by itself.',
    '请发布包裹，或为未发货的商品退款，之后会自动继续。',
  ]);
}

export function finishRefused(lines: readonly ParcelLine[]): Problem {
  const without = lines.length === 0 ? '' : ` (no parcel has ${namesOf(lines)})`;
  const withoutZh = lines.length === 0 ? '' : `（${namesOf(lines)} 没有包裹）`;
  return problem('finish-refused', 'allDispatched', [
    `Everything that was not refunded is recorded, and WeChat has not taken the order as shipped for a day${without}.`,
    `未退款的商品均已录入，但微信一天内仍未将订单视为已发货${withoutZh}。`,
    'It is tried again now and then. Ship the order in WeChat, or ask WeChat, with the answers in the timeline.',
    '系统会定期重试。请在微信侧完成发货，或凭处理记录中的返回信息联系微信。',
  ]);
}

export function receiptTooEarly(lines: readonly ParcelLine[]): Problem {
  return problem('receipt-before-shipment', 'received', [
    `The receipt cannot be confirmed: WeChat does not have the order as shipped; ${namesOf(lines)} is in no parcel.`,
    `无法确认收货：微信订单尚未全部发货，${namesOf(lines)} 没有包裹。`,
    'Publish the parcels that are missing, or merchant.shipment.all-dispatched.v1.',
    '请发布缺少的包裹，或发布 merchant.shipment.all-dispatched.v1。',
  ]);
}

export function orderUnknown(orderId: string): Problem {
  return problem('order-unknown', 'subject', [
    `For a day nobody has told of an order ${orderId} at WeChat.`,
    `一天内没有收到订单 ${orderId} 已同步到微信的消息。`,
    'Check the order id, and whether the order was published. It goes on by itself when the order is there.',
    '请检查订单号以及该订单是否已发布。订单同步后会自动继续。',
  ]);
}

export function orderAbsent(orderId: string): Problem {
  return problem('order-absent', 'subject', [
    `For a day WeChat has shown no order ${orderId} to this buyer.`,
    `一天内微信中查不到该买家的订单 ${orderId}。`,
    'Look at the order in order-sync; refresh this shipment when it is there.',
    '请检查订单同步情况，订单存在后刷新本发货记录。',
  ]);
}

export function orderOver(status: 'cancelled' | 'refunded'): Problem {
  return status === 'cancelled'
    ? problem('order-cancelled', 'subject', [
        'The order is cancelled at WeChat; nothing of it can be recorded as shipped.',
        '微信订单已取消，无法录入发货信息。',
        'Stop the parcel, or settle it with the buyer.',
        '请拦截包裹，或与买家协商处理。',
      ])
    : problem('order-refunded', 'subject', [
        'Every line of the order was refunded; WeChat takes no more parcels.',
        '微信订单已全部退款，无法再录入包裹。',
        'Stop the parcel, or settle it with the buyer.',
        '请拦截包裹，或与买家协商处理。',
      ]);
}

export function carrierText({ code, name }: ParcelCarrier): string {
  return [code, name].filter((part) => part !== undefined).join(' ');
}

/** The event that tells the merchant what cannot be recorded. */
export function parkedShipment(state: ShipmentState, problems: readonly Problem[]) {
  const { order } = state.observed ?? nothingObserved;
  return { type: wechatShipmentParked.type, data: { wechatOrderId: order?.wechatId ?? null, problems } };
}
