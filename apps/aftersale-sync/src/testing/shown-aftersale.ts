import type { AftersaleState } from '@tongbu/contracts';
import type { Line, ReturnShipment } from '../aftersales/aftersale';
import type { Sight } from '../aftersales/aftersale.commands';

export const LINE: Line = { productId: 'P-301', skuId: 'P-301-L', quantity: 1 };
export const WECHAT_ID = '4000000007314883';

export const RAW: Readonly<Record<AftersaleState, number>> = {
  withdrawn: 1,
  'refund-requested': 2,
  'refund-rejected': 4,
  'return-rejected': 5,
  'return-awaited': 6,
  closed: 7,
  'receipt-awaited': 8,
  refunding: 11,
  refunded: 13,
  'refund-disputed': 21,
  'return-requested': 23,
  'return-disputed': 24,
  'refund-failed': 25,
  other: 26,
};

export interface ModelAftersale {
  state: AftersaleState;
  type: 'refund' | 'return';
  amount: number;
  reason: { text: string; code: number };
  shipment: ReturnShipment | null;
  merchantId: string | null;
  requests: number;
  updatedAt: number;
  complaint: { state: 'evidence' | 'verdict-awaited' | 'over'; evidence: number; until: number } | null;
}

/** The model's after-sale as a look shows it. */
export function shown(model: ModelAftersale): Sight {
  const { complaint } = model;
  return {
    aftersale: {
      wechatId: WECHAT_ID,
      merchantId: model.merchantId,
      orderId: 'SO-1',
      openId: 'o1',
      line: LINE,
      type: model.type,
      amount: model.amount,
      reason: { name: 'not-wanted', text: model.reason.text, rawCode: model.reason.code },
      media: [],
      state: model.state,
      rawState: RAW[model.state],
      shipment: model.shipment,
      refundId: model.state === 'refunded' ? '5000' : null,
      returnAddress: {
        receiverName: '退货组',
        phone: '13000000001',
        province: '广东省',
        city: '深圳市',
        town: '南山区',
        detail: '示例路 1 号',
      },
      openedAt: null,
      updatedAt: new Date(model.updatedAt).toISOString(),
      complaintId: complaint === null ? null : '5000000000012345',
    },
    complaint: complaint && {
      wechatComplaintId: '5000000000012345',
      state: complaint.state,
      rawState: complaint.state === 'evidence' ? 230_003 : complaint.state === 'over' ? 230_012 : 230_007,
      isOver: complaint.state === 'over',
      subject: 'aftersale-refused',
      evidenceAwaitedFrom: complaint.state === 'evidence' ? ['merchant'] : [],
      evidenceUntil: new Date(complaint.until).toISOString(),
      verdict: complaint.state === 'over' ? { decision: 'no-refund', responsible: 'buyer' } : null,
      merchantEvidence: complaint.evidence,
    },
  };
}
