import { nothingDecided, type AftersaleRow, type ReadAftersale } from '../aftersales/aftersale';
import { LINE, RAW, WECHAT_ID } from './shown-aftersale';

/** An after-sale as a look shows it. */
export function aftersaleSeen(changes: Partial<ReadAftersale> = {}): ReadAftersale {
  const state = changes.state ?? 'refund-requested';
  return {
    wechatId: WECHAT_ID,
    merchantId: null,
    orderId: 'SO-1',
    openId: 'o1',
    line: LINE,
    type: 'refund',
    amount: 4_050,
    reason: { name: 'not-wanted', text: '不想要了', rawCode: 3 },
    media: [],
    state,
    rawState: RAW[state],
    shipment: null,
    refundId: null,
    returnAddress: null,
    openedAt: null,
    updatedAt: '2026-03-02T04:00:00.000Z',
    complaintId: null,
    ...changes,
  };
}

/** The row of an after-sale that began inside WeChat. */
export function rowOf(changes: Partial<AftersaleRow>): AftersaleRow {
  return {
    appId: 'wx7f3d2a9c5b1e8046',
    entityId: WECHAT_ID,
    desired: nothingDecided,
    desiredVersion: null,
    desiredGeneration: 1,
    generation: 1,
    hint: null,
    observed: null,
    intent: null,
    refusal: null,
    ...changes,
  };
}
