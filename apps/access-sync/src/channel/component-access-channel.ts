import type { AccountInformation, Address } from '@tongbu/contracts';
import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
} from '@tongbu/sync-engine';
import {
  ACCESS_TASK_NAMES,
  applyForComponent,
  applyForScene,
  checkRegistration,
  finishAccessTask,
  updateAccountInfo,
  type AccessTask,
} from '@tongbu/wechat';
import type { Generation } from '../access/access';
import { AccessChannel, type CheckedRegistration } from './access-channel';

/** WeChat documentation: what `register/check` answers while the component is not open. */
const NOT_JOINED = 1040003;

/** Access to the custom transaction component. */
export class ComponentAccessChannel extends AccessChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override generation(appId: string): Generation {
    return this.calls.account(appId)?.generation ?? 'second';
  }

  override async check(call: ChannelCall): Promise<ChannelResult<CheckedRegistration | null>> {
    const result = await this.calls.call(checkRegistration, undefined, call, (answer) => ({
      ...answer,
      tasks: ACCESS_TASK_NAMES.flatMap((task) => {
        const state = answer.tasks[task];
        return state === undefined ? [] : [[task, state] as const];
      }),
    }));
    return isRefusedWith(result, NOT_JOINED) ? { ok: true, value: null, note: result.note } : result;
  }

  override apply(call: ChannelCall): Promise<ChannelResult<void>> {
    return this.calls.call(applyForComponent, undefined, call, nothing);
  }

  override setAccount(call: ChannelCall, account: AccountInformation): Promise<ChannelResult<void>> {
    const { returnAddress, ...channels } = account;
    const request =
      returnAddress === undefined ? channels : { ...channels, returnAddress: addressDraft(returnAddress) };
    return this.calls.call(updateAccountInfo, request, call, nothing);
  }

  override declare(call: ChannelCall, task: AccessTask): Promise<ChannelResult<void>> {
    return this.calls.call(finishAccessTask, { task }, call, nothing);
  }

  override applyForScene(call: ChannelCall, sceneId: number): Promise<ChannelResult<void>> {
    return this.calls.call(applyForScene, { sceneId }, call, nothing);
  }
}

function addressDraft({ detail, ...address }: Address) {
  return { ...address, detailedAddress: detail };
}

function nothing(): void {
  // Success is all these calls tell.
}
