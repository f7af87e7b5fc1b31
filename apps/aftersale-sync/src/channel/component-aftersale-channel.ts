import type { Address } from '@tongbu/contracts';
import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
  type ListPage,
  type ListWindow,
} from '@tongbu/sync-engine';
import {
  acceptRefund,
  acceptReturn,
  addAftersale,
  cancelAftersale,
  extendAftersalePeriod,
  getAftersale,
  getComplaint,
  listAftersales,
  listComplaints,
  rejectAftersale,
  updateAftersale,
  uploadComplaintMaterial,
  uploadRefundCertificates,
  uploadReturnInfo,
  type AftersaleRef,
} from '@tongbu/wechat';
import type { ReadAftersale } from '../aftersales/aftersale';
import type { OpeningDraft } from '../aftersales/aftersale.commands';
import { AFTERSALE_ERRORS } from '../aftersales/aftersale.errors';
import type { Claim } from '../aftersales/aftersale.wish';
import type { ReadComplaint } from '../aftersales/complaint';
import {
  AftersaleChannel,
  type AftersaleReference,
  type ListedComplaint,
  type OrderReference,
  type Parcel,
  type Proof,
} from './aftersale-channel';
import { addressDraft, readAftersale, readComplaint } from './component-aftersale';

/** WeChat documentation: at most 50 on a page, of after-sales and of complaints. */
const PAGE_SIZE = 50;

type Done = Promise<ChannelResult<void>>;

/** After-sales at the custom transaction component: those of orders that its secondary merchant number collects. */
export class ComponentAftersaleChannel extends AftersaleChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override async read(
    call: ChannelCall,
    aftersale: AftersaleReference,
  ): Promise<ChannelResult<ReadAftersale | null>> {
    const result = await this.calls.call(getAftersale, refOf(aftersale), call, (shown) =>
      shown === undefined ? null : readAftersale(shown),
    );
    if (!isRefusedWith(result, AFTERSALE_ERRORS.unknown)) return result;
    return { ok: true, value: null, note: result.note };
  }

  override open(
    call: ChannelCall,
    merchantId: string,
    openId: string,
    { orderId, type, line, claim }: OpeningDraft,
  ): Promise<ChannelResult<string>> {
    const request = {
      order: { outOrderId: orderId, openid: openId },
      outAftersaleId: merchantId,
      product: line,
      ...applicationOf(type, claim),
    };
    return this.calls.call(addAftersale, request, call, ({ aftersaleId }) => aftersaleId);
  }

  override edit(
    call: ChannelCall,
    aftersale: AftersaleReference,
    openId: string,
    type: 'refund' | 'return',
    claim: Claim,
  ): Done {
    const request = { aftersale: refOf(aftersale), openid: openId, ...applicationOf(type, claim) };
    return this.calls.call(updateAftersale, request, call, nothing);
  }

  override withdraw(call: ChannelCall, aftersale: AftersaleReference, openId: string): Done {
    return this.calls.call(cancelAftersale, { aftersale: refOf(aftersale), openid: openId }, call, nothing);
  }

  override payBack(call: ChannelCall, aftersale: AftersaleReference): Done {
    return this.calls.call(acceptRefund, refOf(aftersale), call, nothing);
  }

  override acceptReturn(call: ChannelCall, aftersale: AftersaleReference, address: Address): Done {
    const request = { aftersale: refOf(aftersale), address: addressDraft(address) };
    return this.calls.call(acceptReturn, request, call, nothing);
  }

  override reject(call: ChannelCall, aftersale: AftersaleReference): Done {
    return this.calls.call(rejectAftersale, refOf(aftersale), call, nothing);
  }

  override sendReturn(
    call: ChannelCall,
    aftersale: AftersaleReference,
    openId: string,
    { carrierId, carrierName, waybill }: Parcel,
  ): Done {
    const request = {
      aftersale: refOf(aftersale),
      openid: openId,
      carrierId,
      waybillId: waybill,
      ...(carrierName === null ? {} : { carrierName }),
    };
    return this.calls.call(uploadReturnInfo, request, call, nothing);
  }

  override uploadCertificates(
    call: ChannelCall,
    aftersale: AftersaleReference,
    { text, images }: Proof,
  ): Done {
    const request = { aftersale: refOf(aftersale), description: text, certificates: [...images] };
    return this.calls.call(uploadRefundCertificates, request, call, nothing);
  }

  override readComplaint(
    call: ChannelCall,
    wechatComplaintId: string,
  ): Promise<ChannelResult<ReadComplaint>> {
    return this.calls.call(getComplaint, { complaintId: wechatComplaintId }, call, readComplaint);
  }

  override submitEvidence(call: ChannelCall, wechatComplaintId: string, { text, images }: Proof): Done {
    const request = { complaintId: wechatComplaintId, content: text, mediaUrls: [...images] };
    return this.calls.call(uploadComplaintMaterial, request, call, nothing);
  }

  override extendWindow(call: ChannelCall, { orderId, openId }: OrderReference, until: Date): Done {
    const request = { order: { outOrderId: orderId, openid: openId }, until };
    return this.calls.call(extendAftersalePeriod, request, call, nothing);
  }

  override list(
    call: ChannelCall,
    created: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<string>>> {
    return this.calls.call(
      listAftersales,
      { created, offset, limit: PAGE_SIZE },
      call,
      ({ aftersaleIds, hasMore }) => ({
        items: aftersaleIds,
        next: hasMore && aftersaleIds.length > 0 ? offset + aftersaleIds.length : null,
      }),
    );
  }

  override listComplaints(
    call: ChannelCall,
    created: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<ListedComplaint>>> {
    return this.calls.call(
      listComplaints,
      { created, offset, limit: PAGE_SIZE },
      call,
      ({ complaints, total }) => ({
        items: complaints.flatMap(({ complaintId, aftersaleId, stateCode }) =>
          aftersaleId === undefined
            ? []
            : [{ wechatComplaintId: complaintId, wechatAftersaleId: aftersaleId, rawState: stateCode }],
        ),
        next: complaints.length > 0 && offset + complaints.length < total ? offset + complaints.length : null,
      }),
    );
  }
}

function refOf(aftersale: AftersaleReference): AftersaleRef {
  return 'wechatId' in aftersale
    ? { aftersaleId: aftersale.wechatId }
    : { outAftersaleId: aftersale.merchantId };
}

function applicationOf(type: 'refund' | 'return', { amount, reason, images }: Claim) {
  return {
    type,
    amountFen: amount,
    reasonText: reason.text,
    reasonCode: reason.code,
    ...(images.length === 0 ? {} : { media: images.map((url) => ({ kind: 'image' as const, url })) }),
  };
}

function nothing(): void {
  // Success is all these calls tell.
}
