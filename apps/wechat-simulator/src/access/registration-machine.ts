import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';

/**
 * Where a mini program stands with the component. `confirming`: applied for, and the administrator has yet to confirm it
 * inside WeChat.
 */
export const REGISTRATIONS = ['absent', 'confirming', 'opened', 'withdrawn', 'banned'] as const;
export type Registration = (typeof REGISTRATIONS)[number];
export const FIRST_REGISTRATION: Registration = 'absent';

export interface RegistrationTransition {
  readonly from: readonly Registration[];
  readonly to: Registration;
}

/** Every move there is. */
export const REGISTRATION_TRANSITIONS = {
  /** By the interface, or in the console. */
  apply: { from: ['absent', 'withdrawn'], to: 'confirming' },
  confirm: { from: ['confirming'], to: 'opened' },
  /** Nobody confirmed in time. */
  lapse: { from: ['confirming'], to: 'absent' },
  /** In the console: of an application, or of the component itself. */
  withdraw: { from: ['confirming', 'opened'], to: 'withdrawn' },
  /** By the control API, past everybody. */
  'open-at-once': { from: ['absent', 'confirming', 'withdrawn'], to: 'opened' },
  ban: { from: ['opened'], to: 'banned' },
  'lift-ban': { from: ['banned'], to: 'opened' },
} as const satisfies Record<string, RegistrationTransition>;
export type RegistrationAction = keyof typeof REGISTRATION_TRANSITIONS;

/** Where an action leads to, or the refusal of one that is not possible now: 1040002 where the component is there already. */
export function nextRegistration(
  registration: Registration,
  action: RegistrationAction,
): Result<Registration> {
  const { from, to }: RegistrationTransition = REGISTRATION_TRANSITIONS[action];
  if (from.includes(registration)) return accept(to);
  const joined = registration === 'opened' || registration === 'banned';
  return refuse(
    joined ? ERR.ALREADY_JOINED : ERR.COMPONENT_NOT_ENABLED,
    `the component is ${registration}, ${from.join(' or ')} expected`,
  );
}
