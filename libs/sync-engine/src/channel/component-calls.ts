import type { Account, Accounts, CallResult, Endpoint, WechatClient } from '@tongbu/wechat';
import type { ChannelCall, ChannelResult } from './channel';

/** Calls the component for a mini program of ours, and notes what the timeline keeps of it. */
export class ComponentCalls {
  constructor(
    private readonly client: WechatClient,
    private readonly accounts: Accounts,
  ) {}

  account(appId: string): Account | undefined {
    return this.accounts.get(appId);
  }

  async call<Request, Response, T>(
    endpoint: Endpoint<Request, Response>,
    request: Request,
    { appId, ...call }: ChannelCall,
    convert: (response: Response) => T,
  ): Promise<ChannelResult<T>> {
    const account = this.accounts.get(appId);
    if (account === undefined) {
      const problems = [`appid: ${appId} is not one of this installation's mini programs`];
      return { ok: false, error: { kind: 'not-sent', reason: 'invalid-request', problems }, note: {} };
    }
    const result = await this.client.call(endpoint, request, { account, ...call });
    const note = noteOf(endpoint.path, result);
    return result.ok
      ? { ok: true, value: convert(result.value), note }
      : { ok: false, error: result.error, note };
  }
}

function noteOf(path: string, result: CallResult<unknown>): Record<string, unknown> {
  if (result.ok) return { path, errcode: 0, ...(result.rid === undefined ? {} : { rid: result.rid }) };
  const { error } = result;
  if (error.kind === 'refused') return { path, errcode: error.code, rid: error.rid, answer: error.message };
  return { path, detail: error.detail };
}

export function isRefusedWith<T>(result: ChannelResult<T>, ...codes: readonly number[]): boolean {
  return !result.ok && result.error.kind === 'refused' && codes.includes(result.error.code);
}
