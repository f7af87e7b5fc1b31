import type { Problem } from '@tongbu/contracts';
import type { PlanState } from '@tongbu/sync-engine';

export const MERCHANT_NUMBER = 'merchant-number';
/** The fact that a number can take money, in the transaction that saw it. */
export const READY = 'merchant-number:ready';

/** What the merchant shows for the number, sealed: nothing of it can be read in a row. */
export interface DesiredMerchantNumber {
  readonly document: string;
  /** Where its pictures stand, such as `identity.portraitSide`. */
  readonly pictures: readonly string[];
}

export type ApplicationPhase =
  'under-review' | 'validation-needed' | 'signature-needed' | 'refused' | 'ready';

/** The small transfer that proves the bank account. Says nothing of the account itself. */
export interface Transfer {
  /** Integer fen. */
  readonly amount: number;
  readonly payee: {
    readonly name: string;
    readonly number: string;
    readonly bank: string;
    readonly city: string;
  };
  readonly remark: string;
  /** ISO time. */
  readonly deadline: string | null;
}

/** An application as WeChat shows it, without what it was made from. */
export interface CheckedApplication {
  readonly requestNo: string | null;
  readonly applicationId: string | null;
  readonly phase: ApplicationPhase;
  /** WeChat's own word and explanation. */
  readonly wechatState: string;
  readonly explanation: string;
  readonly signUrl: string | null;
  readonly validationUrl: string | null;
  readonly transfer: Transfer | null;
  readonly refusedFields: readonly { readonly field: string; readonly reason: string }[];
  readonly merchantNumber: string | null;
}

export interface PictureIds {
  readonly mediaId: string;
  readonly payMediaId: string;
}

/** An application that was sent. `before`: what WeChat showed until then, see {@link identityOf}. */
export interface SentApplication {
  readonly generation: number;
  readonly before: string | null;
}

/** Times are ISO texts. */
export interface ObservedMerchantNumber {
  readonly readAt: string | null;
  readonly application: CheckedApplication | null;
  /** Since when it is known to stand as it does. */
  readonly since: string | null;
  /** One that may still be on its way. */
  readonly sent: SentApplication | null;
  /** The last one that WeChat is known to have taken. */
  readonly applied: (SentApplication & { readonly at: string }) | null;
  /** Of the wish of that generation: a new one may mean new pictures under the old addresses. */
  readonly pictures: {
    readonly generation: number;
    readonly ids: Readonly<Record<string, PictureIds>>;
    readonly refused: Readonly<Record<string, readonly Problem[]>>;
  };
  /** The deadline whose nearness was told. */
  readonly warnedOf: string | null;
  /** When it was first seen to take money; null while it does not. */
  readonly readyAt: string | null;
}

export const nothingObserved: ObservedMerchantNumber = {
  readAt: null,
  application: null,
  since: null,
  sent: null,
  applied: null,
  pictures: { generation: 0, ids: {}, refused: {} },
  warnedOf: null,
  readyAt: null,
};

export type MerchantNumberState = PlanState<DesiredMerchantNumber, ObservedMerchantNumber>;

/** Tells an application from the one before it. Null: there is none. */
export function identityOf(application: CheckedApplication | null): string | null {
  return application === null ? null : (application.requestNo ?? application.applicationId ?? '');
}

/** What is known of the pictures of the present wish. */
export function picturesOf({ desiredGeneration, observed }: MerchantNumberState) {
  const pictures = observed?.pictures;
  return pictures?.generation === desiredGeneration
    ? pictures
    : { generation: desiredGeneration, ids: {}, refused: {} };
}
