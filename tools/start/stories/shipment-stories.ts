import {
  aftersaleRefundAccepted,
  allDispatched,
  parcelDispatched,
  shipmentReceived,
  wechatAftersaleRefunded,
  wechatAftersaleRequested,
  wechatShipmentCompleted,
  wechatShipmentMappingNeeded,
  wechatShipmentReceived,
  wechatShipmentSynchronised,
  type ParcelCarrier,
} from '@tongbu/contracts';
import { pay, place } from './order-stories';
import type { Stage, Ware } from './stage';
import type { Story } from './story';

const CARRIER: ParcelCarrier = { code: 'SF', name: '顺丰速运' };

/** Sends wares in a parcel of their own. */
export async function dispatch(
  stage: Stage,
  orderId: string,
  number: number,
  wares: readonly Ware[],
  carrier = CARRIER,
): Promise<string> {
  const parcelId = `PK-${number}`;
  await stage.publish(parcelDispatched, orderId, {
    parcelId,
    carrier,
    waybill: `SF${orderId}${number}`,
    lines: wares.map(({ productId, skuId }) => ({ productId, skuId, quantity: 1 })),
    dispatchedAt: new Date().toISOString(),
  });
  return parcelId;
}

async function isRecorded(stage: Stage, orderId: string, parcelId: string): Promise<void> {
  await stage.hear(wechatShipmentSynchronised, orderId, (data) => data.parcelId === parcelId);
}

/** Orders and pays, and gets everything in one parcel. */
export async function deliver(stage: Stage, orderId: string, wares: readonly Ware[]): Promise<void> {
  await place(stage, orderId, wares);
  await pay(stage, orderId);
  await isRecorded(stage, orderId, await dispatch(stage, orderId, 1, wares));
  await stage.hear(wechatShipmentCompleted, orderId);
}

/** The buyer asks for money back inside WeChat. Answers the after-sale's id, which is WeChat's. */
export async function claim(
  stage: Stage,
  orderId: string,
  { productId, skuId, price }: Ware,
  type: 'refund' | 'return',
): Promise<string> {
  const opening = { type, outProductId: productId, outSkuId: skuId, pieces: 1, amountFen: price };
  await stage.act(`orders/${orderId}/aftersales`, opening);
  const { subject } = await stage.hearOfAny(
    wechatAftersaleRequested,
    (data) => data.orderId === orderId && data.line?.productId === productId,
  );
  return subject;
}

const getsTwoParcels: Story = {
  title: 'gets two parcels and confirms the receipt',
  wares: 2,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await pay(stage, orderId);
    await isRecorded(stage, orderId, await dispatch(stage, orderId, 1, wares.slice(0, 1)));
    await isRecorded(stage, orderId, await dispatch(stage, orderId, 2, wares.slice(1)));
    await stage.hear(wechatShipmentCompleted, orderId);
    await stage.publish(shipmentReceived, orderId, {});
    await stage.hear(wechatShipmentReceived, orderId);
    return 'both parcels are at WeChat, received';
  },
};

const confirmsInWechat: Story = {
  title: 'confirms the receipt inside WeChat',
  wares: 1,
  async play(stage, orderId, wares) {
    await deliver(stage, orderId, wares);
    await stage.act(`orders/${orderId}/confirm`);
    await stage.hear(wechatShipmentReceived, orderId);
    return 'received';
  },
};

const isRefundedInPart: Story = {
  title: 'gets one parcel, and the money back for the rest',
  wares: 2,
  async play(stage, orderId, wares) {
    const [sent, refunded] = wares;
    if (sent === undefined || refunded === undefined) throw new Error('two wares are needed');
    await place(stage, orderId, wares);
    await pay(stage, orderId);
    await isRecorded(stage, orderId, await dispatch(stage, orderId, 1, [sent]));
    const aftersaleId = await claim(stage, orderId, refunded, 'refund');
    await stage.publish(aftersaleRefundAccepted, aftersaleId, {});
    await stage.hear(wechatAftersaleRefunded, aftersaleId);
    await stage.publish(allDispatched, orderId, {});
    await stage.hear(wechatShipmentCompleted, orderId);
    await stage.publish(shipmentReceived, orderId, {});
    await stage.hear(wechatShipmentReceived, orderId);
    return 'one line refunded, the other received';
  },
};

const isSentByAStranger: Story = {
  title: 'is sent a parcel by a carrier WeChat does not have',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await pay(stage, orderId);
    await dispatch(stage, orderId, 1, wares, { name: '同城小马快跑' });
    const { carrier } = await stage.hear(wechatShipmentMappingNeeded, orderId);
    return `waits until an operator says which carrier "${carrier.name ?? carrier.code}" is`;
  },
};

export const shipmentStories: readonly Story[] = [
  getsTwoParcels,
  confirmsInWechat,
  isRefundedInPart,
  isSentByAStranger,
];
