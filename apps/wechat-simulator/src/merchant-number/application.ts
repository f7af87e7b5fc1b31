import type { ApplicationContent } from './application-fields';
import type { ApplicationState } from './application-machine';

export interface Rejection {
  /** The member of the application at fault. */
  readonly field: string;
  readonly reason: string;
}

/** An application by the interface for the number under which WeChat collects the shop's money. */
export interface MerchantApplication {
  readonly content: ApplicationContent;
  readonly outRequestNo: string;
  readonly applymentId: bigint;
  state: ApplicationState;
  /** Empty unless it was refused. */
  rejections: readonly Rejection[];
  /** The transfer that proves the bank account, while it is asked for. */
  validation: { readonly amountFen: number; readonly deadline: Date } | undefined;
  /** The number, once it is there. */
  subMchid: string | undefined;
}
