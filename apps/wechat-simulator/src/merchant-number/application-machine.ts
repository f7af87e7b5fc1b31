import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';

/**
 * Of an application for the sub-merchant's number, in the words of the payment side: the data is checked, the bank account
 * is to be proven, it is audited, it was refused, it is to be signed, done.
 */
export const APPLICATION_STATES = [
  'CHECKING',
  'ACCOUNT_NEED_VERIFY',
  'AUDITING',
  'REJECTED',
  'NEED_SIGN',
  'FINISH',
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];
export const FIRST_APPLICATION_STATE: ApplicationState = 'CHECKING';

export interface ApplicationTransition {
  readonly from: readonly ApplicationState[];
  readonly to: ApplicationState;
}

/** Every move there is, of an application that was made. */
export const APPLICATION_TRANSITIONS = {
  /** Applied for anew. */
  resubmit: { from: ['REJECTED'], to: 'CHECKING' },
  'pass-check': { from: ['CHECKING'], to: 'AUDITING' },
  /** The bank account is to be proven, by a small transfer or by the legal person. */
  'ask-validation': { from: ['CHECKING'], to: 'ACCOUNT_NEED_VERIFY' },
  validate: { from: ['ACCOUNT_NEED_VERIFY'], to: 'AUDITING' },
  /** Nobody proved it in time. */
  'miss-validation': { from: ['ACCOUNT_NEED_VERIFY'], to: 'REJECTED' },
  reject: { from: ['CHECKING', 'ACCOUNT_NEED_VERIFY', 'AUDITING'], to: 'REJECTED' },
  approve: { from: ['AUDITING'], to: 'NEED_SIGN' },
  sign: { from: ['NEED_SIGN'], to: 'FINISH' },
} as const satisfies Record<string, ApplicationTransition>;
export type ApplicationAction = keyof typeof APPLICATION_TRANSITIONS;

export function nextApplicationState(
  state: ApplicationState,
  action: ApplicationAction,
): Result<ApplicationState> {
  const { from, to }: ApplicationTransition = APPLICATION_TRANSITIONS[action];
  return from.includes(state)
    ? accept(to)
    : refuse(ERR.NOT_SUPPORTED, `the application is in ${state}, ${from.join(' or ')} expected`);
}
