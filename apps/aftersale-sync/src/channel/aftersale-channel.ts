import type { Address } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult, ListPage, ListWindow } from '@tongbu/sync-engine';
import type { ReadAftersale } from '../aftersales/aftersale';
import type { OpeningDraft } from '../aftersales/aftersale.commands';
import type { Claim } from '../aftersales/aftersale.wish';
import type { ReadComplaint } from '../aftersales/complaint';

/** Names an after-sale: by the channel's id where it is known, or by the merchant's. */
export type AftersaleReference = { readonly wechatId: string } | { readonly merchantId: string };

/** An order, and the buyer without whom the channel does not find it. */
export interface OrderReference {
  readonly orderId: string;
  readonly openId: string;
}

export interface ListedComplaint {
  readonly wechatComplaintId: string;
  /** The channel's id of the after-sale. */
  readonly wechatAftersaleId: string;
  readonly rawState: number;
}

export interface Parcel {
  readonly carrierId: string;
  readonly carrierName: string | null;
  readonly waybill: string;
}

/** Words and pictures; these have addresses of the channel. */
export interface Proof {
  readonly text: string;
  readonly images: readonly string[];
}

/** Where after-sales are run that the channel pays back. The custom transaction component is the first implementation. */
export abstract class AftersaleChannel {
  /** `null`: the channel shows no such after-sale. */
  abstract read(
    call: ChannelCall,
    aftersale: AftersaleReference,
  ): Promise<ChannelResult<ReadAftersale | null>>;
  /** Answers the channel's id. */
  abstract open(
    call: ChannelCall,
    merchantId: string,
    openId: string,
    opening: OpeningDraft,
  ): Promise<ChannelResult<string>>;
  abstract edit(
    call: ChannelCall,
    aftersale: AftersaleReference,
    openId: string,
    type: 'refund' | 'return',
    claim: Claim,
  ): Promise<ChannelResult<void>>;
  abstract withdraw(
    call: ChannelCall,
    aftersale: AftersaleReference,
    openId: string,
  ): Promise<ChannelResult<void>>;
  /** Agrees to a refund, or confirms that the goods came back: money moves. */
  abstract payBack(call: ChannelCall, aftersale: AftersaleReference): Promise<ChannelResult<void>>;
  abstract acceptReturn(
    call: ChannelCall,
    aftersale: AftersaleReference,
    address: Address,
  ): Promise<ChannelResult<void>>;
  abstract reject(call: ChannelCall, aftersale: AftersaleReference): Promise<ChannelResult<void>>;
  abstract sendReturn(
    call: ChannelCall,
    aftersale: AftersaleReference,
    openId: string,
    parcel: Parcel,
  ): Promise<ChannelResult<void>>;
  abstract uploadCertificates(
    call: ChannelCall,
    aftersale: AftersaleReference,
    proof: Proof,
  ): Promise<ChannelResult<void>>;
  abstract readComplaint(call: ChannelCall, wechatComplaintId: string): Promise<ChannelResult<ReadComplaint>>;
  abstract submitEvidence(
    call: ChannelCall,
    wechatComplaintId: string,
    evidence: Proof,
  ): Promise<ChannelResult<void>>;
  /** Gives the buyer longer to open after-sales of an order. */
  abstract extendWindow(call: ChannelCall, order: OrderReference, until: Date): Promise<ChannelResult<void>>;
  /** The channel's ids of what was opened in a window, a page at a time; the first begins at 0. */
  abstract list(
    call: ChannelCall,
    opened: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<string>>>;
  abstract listComplaints(
    call: ChannelCall,
    opened: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<ListedComplaint>>>;
}
