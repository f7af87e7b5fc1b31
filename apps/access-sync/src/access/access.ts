import type { AccessDeclaration, AccessStep, AccountInformation, Problem } from '@tongbu/contracts';
import type { PlanState } from '@tongbu/sync-engine';
import type { AccessTask, SceneState } from '@tongbu/wechat';
import type { Milestones } from '../steps/milestones';

export const ACCESS = 'access';

/** What the merchant wants of the component for a mini program, and what somebody said is done. Times are ISO texts. */
export interface DesiredAccess {
  /** When the component was last asked for; null: never, so nothing is applied for. */
  readonly askedAt: string | null;
  /** When each scene was last asked for, by its id. */
  readonly scenes: Readonly<Record<string, string>>;
  readonly account: AccountInformation | null;
  /** When what no interface sees was done. */
  readonly declared: Readonly<Partial<Record<AccessDeclaration, string>>>;
}

export const nothingWanted: DesiredAccess = { askedAt: null, scenes: {}, account: null, declared: {} };

export type Generation = 'first' | 'second';

export interface TaskProgress {
  /** When it was first known that WeChat has seen the interface succeed. */
  readonly seenAt: string | null;
  /** When it was first known to be declared. */
  readonly declaredAt: string | null;
}

export interface ObservedScene {
  readonly id: number;
  readonly name: string;
  readonly state: SceneState;
  readonly reason: string;
  readonly checks: readonly { readonly id: number; readonly name: string; readonly state: SceneState }[];
  /** Since when it is known to be in this state. */
  readonly since: string;
}

/** An application that the administrator has not confirmed yet. */
export interface Application {
  readonly at: string;
  readonly confirmBy: string;
  /** Answers this wish. */
  readonly askedAt: string;
  /** How many withdrawals had been told before. */
  readonly withdrawals: number;
}

export type EndCause = 'not-confirmed' | 'withdrawn' | 'refused';

/** Why the mini program does not have the component, although it was applied for or there before. */
export interface Ended {
  readonly cause: EndCause;
  readonly at: string;
  /** The last wish it ends; a newer one is applied for. */
  readonly askedAt: string | null;
  readonly problems: readonly Problem[];
}

/** A command that WeChat refused; not sent again for the same wish. */
export interface RefusedCommand {
  readonly fingerprint: string;
  readonly desiredGeneration: number;
  readonly problems: readonly Problem[];
  readonly at: string;
}

export interface StepDone {
  readonly at: string;
  /** Who knows: an interface, an event, or a declaration. */
  readonly source: string;
}

export interface ObservedAccess {
  /** Null: not looked at yet. */
  readonly registration: 'closed' | 'open' | 'banned' | null;
  readonly readAt: string | null;
  /** When WeChat's answer first showed that the credentials work. */
  readonly credentialsAt: string | null;
  readonly generation: Generation;
  /** When it was last seen closed. */
  readonly closedAt: string | null;
  /** When it was first seen open; null while it is not. */
  readonly openedAt: string | null;
  /** The merchant's wish when it was last seen open; a later one is not answered by its withdrawal. */
  readonly openedFor: string | null;
  readonly banReason: string;
  readonly application: Application | null;
  readonly ended: Ended | null;
  readonly tasks: Readonly<Partial<Record<AccessTask, TaskProgress>>>;
  /** As WeChat counts. */
  readonly allTasksDone: boolean;
  readonly scenes: readonly ObservedScene[];
  /** The open ones, as last published; null: never. */
  readonly openScenes: readonly number[] | null;
  /** The last application for a scene, by its id. */
  readonly sceneApplications: Readonly<Record<string, { readonly wantedAt: string; readonly at: string }>>;
  /** Names the account information that WeChat took last. */
  readonly accountSet: string | null;
  readonly refusals: Readonly<Record<string, RefusedCommand>>;
  /** What the other services have told, and the row's generation when that was last looked up. */
  readonly milestones: Milestones;
  readonly learntGeneration: number;
  /** What was told to be done. */
  readonly steps: Readonly<Partial<Record<AccessStep, StepDone>>>;
}

export const nothingObserved: ObservedAccess = {
  registration: null,
  readAt: null,
  credentialsAt: null,
  generation: 'second',
  closedAt: null,
  openedAt: null,
  openedFor: null,
  banReason: '',
  application: null,
  ended: null,
  tasks: {},
  allTasksDone: false,
  scenes: [],
  openScenes: null,
  sceneApplications: {},
  accountSet: null,
  refusals: {},
  milestones: {},
  learntGeneration: 0,
  steps: {},
};

export type AccessState = PlanState<DesiredAccess, ObservedAccess>;

/** The wish that is to be answered: a newer one than what ended. ISO texts of one length compare as times. */
export function isAskedAgain({ askedAt }: DesiredAccess, ended: Ended | null): boolean {
  return askedAt !== null && (ended === null || ended.askedAt === null || askedAt > ended.askedAt);
}
