import {
  aftersaleGoodsReceived,
  aftersaleRefundAccepted,
  aftersaleRejected,
  aftersaleReturnAccepted,
  wechatAftersaleComplaintDecided,
  wechatAftersaleComplaintOpened,
  wechatAftersaleRefunded,
  wechatAftersaleRejected,
  wechatAftersaleReturnAwaited,
  wechatAftersaleReturnShipped,
  wechatAftersaleWithdrawn,
  wechatOrderRefunded,
} from '@tongbu/contracts';
import { pay, place } from './order-stories';
import { claim, deliver } from './shipment-stories';
import type { Ware } from './stage';
import type { Story } from './story';

const RETURNS = {
  receiverName: '退货组',
  phone: '13000000001',
  province: '浙江省',
  city: '杭州市',
  town: '西湖区',
  detail: '示例路 1 号',
};

const first = (wares: readonly Ware[]): Ware => {
  const [ware] = wares;
  if (ware === undefined) throw new Error('a ware is needed');
  return ware;
};

const changesTheirMind: Story = {
  title: 'wants the money back before anything is sent',
  wares: 1,
  async play(stage, orderId, wares) {
    await place(stage, orderId, wares);
    await pay(stage, orderId);
    const aftersaleId = await claim(stage, orderId, first(wares), 'refund');
    await stage.publish(aftersaleRefundAccepted, aftersaleId, {});
    await stage.hear(wechatAftersaleRefunded, aftersaleId);
    await stage.hear(wechatOrderRefunded, orderId);
    return 'refunded; the order is over';
  },
};

const sendsItBack: Story = {
  title: 'sends it back',
  wares: 1,
  async play(stage, orderId, wares) {
    await deliver(stage, orderId, wares);
    const aftersaleId = await claim(stage, orderId, first(wares), 'return');
    await stage.publish(aftersaleReturnAccepted, aftersaleId, { address: RETURNS });
    await stage.hear(wechatAftersaleReturnAwaited, aftersaleId);
    const parcel = { deliveryId: 'ZTO', deliveryName: '中通快递', waybillId: `ZTO${orderId}` };
    await stage.act(`aftersales/${aftersaleId}/send-back`, parcel);
    await stage.hear(wechatAftersaleReturnShipped, aftersaleId);
    await stage.publish(aftersaleGoodsReceived, aftersaleId, {});
    await stage.hear(wechatAftersaleRefunded, aftersaleId);
    return 'the goods came back and were refunded';
  },
};

const complains: Story = {
  title: 'is refused a refund and complains',
  wares: 1,
  async play(stage, orderId, wares) {
    await deliver(stage, orderId, wares);
    const aftersaleId = await claim(stage, orderId, first(wares), 'refund');
    await stage.publish(aftersaleRejected, aftersaleId, {});
    await stage.hear(wechatAftersaleRejected, aftersaleId);
    await stage.act(`aftersales/${aftersaleId}/complain`);
    await stage.hear(wechatAftersaleComplaintOpened, aftersaleId);
    const complaints =
      await stage.look<readonly { complaintId: string; aftersaleId: string }[]>('complaints');
    const complaint = complaints.find((known) => known.aftersaleId === aftersaleId);
    await stage.act(`complaints/${complaint?.complaintId}/judge`, {
      verdict: 'refund',
      responsible: 'merchant',
    });
    await stage.hear(wechatAftersaleComplaintDecided, aftersaleId);
    await stage.hear(wechatAftersaleRefunded, aftersaleId);
    return "refunded by customer service's verdict";
  },
};

const withdraws: Story = {
  title: 'asks for a refund and thinks better of it',
  wares: 1,
  async play(stage, orderId, wares) {
    await deliver(stage, orderId, wares);
    const aftersaleId = await claim(stage, orderId, first(wares), 'refund');
    await stage.act(`aftersales/${aftersaleId}/withdraw`);
    await stage.hear(wechatAftersaleWithdrawn, aftersaleId);
    return 'the claim was withdrawn';
  },
};

export const aftersaleStories: readonly Story[] = [changesTheirMind, sendsItBack, complains, withdraws];
