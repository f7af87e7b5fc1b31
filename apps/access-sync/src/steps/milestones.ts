/** What only others see happen on the way to the first sale. */
export const MILESTONES = [
  'callback',
  'merchant-number',
  // The first of its kind, told at once: WeChat pushes nothing of what it has seen succeed.
  'product-approved',
  'any-order-paid',
  'any-parcel',
  'any-aftersale',
  'required-scene',
  'other-scene',
  'order-created',
  'order-paid',
  'order-shipped',
  'order-received',
  'order-served',
] as const;
export type Milestone = (typeof MILESTONES)[number];

export interface Reached {
  /** ISO time. */
  readonly at: string;
  /** The event that told it, and what it is about. */
  readonly source: string;
}

/** The first time each was reached, and how often WeChat has told of a withdrawal. */
export interface Milestones extends Partial<Record<Milestone, Reached>> {
  readonly withdrawals?: number;
}

/** Their name in the book of facts. */
export const MILESTONES_SUBJECT = 'milestones';
