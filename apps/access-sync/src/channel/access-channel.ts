import type { AccountInformation } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { AccessTask, AccessTaskState, SceneState } from '@tongbu/wechat';
import type { Generation } from '../access/access';

/** The registration of a mini program that has the component. */
export interface CheckedRegistration {
  readonly banned: boolean;
  readonly rejectReason: string;
  readonly tasks: readonly (readonly [AccessTask, AccessTaskState])[];
  readonly allTasksDone: boolean;
  readonly scenes: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: SceneState;
    readonly reason: string;
    readonly checks: readonly { readonly id: number; readonly name: string; readonly state: SceneState }[];
  }[];
}

/** Where a mini program gets access to selling. */
export abstract class AccessChannel {
  abstract generation(appId: string): Generation;
  /** Null: the component is not open for it, applied for or not. */
  abstract check(call: ChannelCall): Promise<ChannelResult<CheckedRegistration | null>>;
  /** Success says that the request was taken. */
  abstract apply(call: ChannelCall): Promise<ChannelResult<void>>;
  abstract setAccount(call: ChannelCall, account: AccountInformation): Promise<ChannelResult<void>>;
  abstract declare(call: ChannelCall, task: AccessTask): Promise<ChannelResult<void>>;
  abstract applyForScene(call: ChannelCall, sceneId: number): Promise<ChannelResult<void>>;
}
