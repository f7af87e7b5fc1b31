import type { AccountInformation, Problem } from '@tongbu/contracts';
import { hash, type Command } from '@tongbu/sync-engine';
import type { AccessTask } from '@tongbu/wechat';
import type { CheckedRegistration } from '../channel/access-channel';
import type { Generation } from './access';
import type { Milestones } from '../steps/milestones';

interface Check extends Command {
  readonly name: 'check';
  readonly effect: 'read';
}
/** Looks up what the other services have told; asks nobody. */
interface Learn extends Command {
  readonly name: 'learn';
  readonly effect: 'repeatable';
}
/** An application that waits already goes on waiting, so a second one does no harm. */
interface Apply extends Command {
  readonly name: 'apply';
  readonly effect: 'repeatable';
  readonly askedAt: string;
}
interface SetAccount extends Command {
  readonly name: 'set-account';
  readonly effect: 'repeatable';
  readonly account: AccountInformation;
}
interface Declare extends Command {
  readonly name: 'declare';
  readonly effect: 'repeatable';
  readonly task: AccessTask;
}
interface ApplyForScene extends Command {
  readonly name: 'apply-scene';
  readonly effect: 'once';
  readonly sceneId: number;
  readonly wantedAt: string;
}
export type AccessCommand = Check | Learn | Apply | SetAccount | Declare | ApplyForScene;

export type AccessFact =
  | { readonly kind: 'learnt'; readonly milestones: Milestones; readonly generation: number }
  | {
      readonly kind: 'checked';
      readonly registration: CheckedRegistration | null;
      readonly generation: Generation;
    }
  | { readonly kind: 'applied'; readonly askedAt: string }
  | { readonly kind: 'application-refused'; readonly askedAt: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'account-set'; readonly hash: string }
  | { readonly kind: 'declared'; readonly task: AccessTask }
  | { readonly kind: 'scene-applied'; readonly sceneId: number; readonly wantedAt: string }
  | {
      readonly kind: 'command-refused';
      readonly command: string;
      readonly fingerprint: string;
      readonly problems: readonly Problem[];
    };

const LANE = 'content';

export const check: Check = { name: 'check', effect: 'read', lane: LANE, fingerprint: 'check' };
export const learn: Learn = { name: 'learn', effect: 'repeatable', lane: LANE, fingerprint: 'learn' };

export function apply(askedAt: string): Apply {
  return { name: 'apply', effect: 'repeatable', lane: LANE, fingerprint: askedAt, askedAt };
}

export function setAccount(account: AccountInformation): SetAccount {
  return {
    name: 'set-account',
    effect: 'repeatable',
    lane: LANE,
    fingerprint: accountHash(account),
    account,
  };
}

export function declare(task: AccessTask): Declare {
  return { name: 'declare', effect: 'repeatable', lane: LANE, fingerprint: task, task };
}

export function applyForScene(sceneId: number, wantedAt: string): ApplyForScene {
  const wish = { sceneId, wantedAt };
  const fingerprint = `${sceneId}@${wantedAt}`;
  return { name: 'apply-scene', effect: 'once', lane: LANE, fingerprint, intent: wish, ...wish };
}

export const accountHash = (account: AccountInformation): string => hash(account);

/** Names a command among those of a mini program that may be refused at the same time. */
export function refusalKey(command: AccessCommand): string {
  switch (command.name) {
    case 'declare':
      return `declare ${command.task}`;
    case 'apply-scene':
      return `apply-scene ${command.sceneId}`;
    default:
      return command.name;
  }
}
