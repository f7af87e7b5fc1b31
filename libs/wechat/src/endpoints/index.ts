export * from './access.endpoints';
export * from './account.endpoints';
export * from './aftersale-decisions.endpoints';
export * from './aftersale.endpoints';
export {
  AFTERSALE_REASONS,
  AFTERSALE_STATES,
  AFTERSALE_TYPES,
  aftersaleReasonOf,
  type AftersaleRef,
  type AftersaleState,
  type AftersaleType,
} from './aftersale-terms';
export type { WechatAftersale } from './aftersale.wire';
export * from './audit.endpoints';
export * from './category.endpoints';
export {
  COMPLAINT_TYPES,
  complaintEventOf,
  complaintStateOf,
  verdictOf,
  type ComplaintParty,
  type ComplaintState,
  type ComplaintType,
  type Verdict,
} from './complaint-terms';
export * from './complaint.endpoints';
export * from './delivery.endpoints';
export type { AddressDraft, WechatAddress } from './address.wire';
export * from './image.endpoints';
export type { MerchantApplication } from './merchant-application.wire';
export * from './merchant-number.endpoints';
export type { MerchantApplicationState } from './merchant-number.wire';
export * from './mirrored-aftersale.endpoints';
export * from './order-reads.endpoints';
export * from './order.endpoints';
export type { OrderDraft } from './order-draft.wire';
export { orderStatusOf, type OrderRef, type OrderStatus } from './order-terms';
export type { WechatOrder } from './order.wire';
export * from './product.endpoints';
export type { ProductRef, ReviewState, ShelfState, SkuDraft, Spu, SpuDraft } from './product.wire';
export * from './promoter.endpoints';
export * from './sharer.endpoints';
export * from './token.endpoints';
export * from './quota-groups';
