import type { Address } from '@tongbu/contracts';
import type { ComplaintStep, WechatAftersale, WechatComplaint } from '@tongbu/wechat';
import type { Line, ReadAftersale } from '../aftersales/aftersale';
import type { ReadComplaint } from '../aftersales/complaint';

/** An after-sale of the component in the words of this service. */
export function readAftersale(shown: WechatAftersale): ReadAftersale {
  const { returnShipment: shipment, returnAddress: address } = shown;
  return {
    wechatId: shown.aftersaleId,
    merchantId: shown.outAftersaleId ?? null,
    orderId: shown.outOrderId,
    openId: shown.openid,
    line: lineOf(shown.product),
    type: shown.type ?? 'other',
    amount: shown.amountFen,
    reason: { name: shown.reason ?? 'other', text: shown.reasonText, rawCode: shown.reasonCode ?? null },
    media: shown.media,
    state: shown.state,
    rawState: shown.stateCode,
    shipment:
      (shipment && {
        carrierId: shipment.carrierId ?? null,
        carrierName: shipment.carrierName ?? null,
        waybill: shipment.waybillId ?? null,
        at: timeOf(shipment.at),
      }) ??
      null,
    refundId: shown.refundId ?? null,
    returnAddress: address === undefined ? null : addressOf(address),
    openedAt: timeOf(shown.createdAt),
    updatedAt: timeOf(shown.updatedAt),
    complaintId: shown.complaintIds[0] ?? null,
  };
}

export function readComplaint(
  shown: WechatComplaint & { readonly steps: readonly ComplaintStep[] },
): ReadComplaint {
  const { name, awaits, ended } = shown.state;
  return {
    wechatComplaintId: shown.complaintId,
    state: name,
    rawState: shown.stateCode,
    isOver: ended ?? false,
    subject: shown.type ?? 'other',
    evidenceAwaitedFrom: partiesOf(awaits),
    evidenceUntil: timeOf(shown.deadline),
    verdict: shown.verdict ?? null,
    merchantEvidence: shown.steps.filter(
      ({ by, content, mediaUrls }) => by === 'merchant' && (content !== '' || mediaUrls.length > 0),
    ).length,
    updatedAt: timeOf(shown.updatedAt),
  };
}

function partiesOf(awaits: WechatComplaint['state']['awaits']): ReadComplaint['evidenceAwaitedFrom'] {
  switch (awaits) {
    case 'nobody':
      return [];
    case 'both':
      return ['merchant', 'buyer'];
    case 'merchant':
    case 'buyer':
      return [awaits];
  }
}

/** An address in the words of the component. */
export function addressDraft({ receiverName, phone, country, province, city, town, detail }: Address) {
  return {
    receiverName,
    phone,
    country,
    province: province ?? '',
    city: city ?? '',
    town: town ?? '',
    detailedAddress: detail,
  };
}

function addressOf(shown: NonNullable<WechatAftersale['returnAddress']>): Address | null {
  const { receiverName, phone, detailedAddress, country, province, city, town } = shown;
  if (receiverName === '' || phone === '' || detailedAddress === '') return null;
  return { receiverName, phone, country, province, city, town, detail: detailedAddress };
}

/** Without product or quantity WeChat has not said what it is about. */
function lineOf(product: WechatAftersale['product']): Line | null {
  const { productId = '', skuId = '', quantity = 0 } = product ?? {};
  return productId === '' || quantity < 1 ? null : { productId, skuId, quantity };
}

function timeOf(time: Date | undefined): string | null {
  return time === undefined ? null : time.toISOString();
}
