/** Words that events of after-sales share, whoever publishes them. */

export const aftersaleTypes = ['refund', 'return'] as const;

/** Where an after-sale stands that WeChat runs. `withdrawn`, `closed` and `refunded` are the end. */
export const aftersaleStates = [
  'refund-requested',
  'return-requested',
  'refund-rejected',
  'return-rejected',
  'return-awaited',
  'receipt-awaited',
  'refund-disputed',
  'return-disputed',
  'refunding',
  'refund-failed',
  'refunded',
  'withdrawn',
  'closed',
  'other',
] as const;
export type AftersaleState = (typeof aftersaleStates)[number];

/** Where an after-sale stands that the merchant runs and WeChat shows. */
export const mirroredAftersaleStates = [
  'not-accepted',
  'withdrawn',
  'requested',
  'merchant-overdue',
  'refund-rejected',
  'return-rejected',
  'return-awaited',
  'closed',
  'receipt-awaited',
  'refunding',
  'refund-overdue',
  'refunded',
  'returned-and-refunded',
  'exchanged',
  'replacement-awaited',
  'replacement-shipped',
  'exchange-rejected',
  'received',
] as const;
export type MirroredAftersaleState = (typeof mirroredAftersaleStates)[number];

export const mirroredAftersaleTypes = [...aftersaleTypes, 'exchange'] as const;

/** What somebody has to do in time, or WeChat goes on without. */
export const aftersaleDeadlines = [
  'refund-decision',
  'return-decision',
  'return-shipment',
  'receipt',
  'intervention',
  'evidence',
] as const;
export type AftersaleDeadline = (typeof aftersaleDeadlines)[number];
