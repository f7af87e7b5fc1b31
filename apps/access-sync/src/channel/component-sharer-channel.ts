import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
} from '@tongbu/sync-engine';
import { findSharer, inviteSharers, listSharers, unbindSharers } from '@tongbu/wechat';
import {
  SharerChannel,
  type FoundSharer,
  type InvitationResult,
  type UnbindingResult,
} from './sharer-channel';

/** WeChat documentation: the openid is of nobody who was invited. */
const UNKNOWN_USER = [990001, 990002] as const;

/** Sharers of the custom transaction component. */
export class ComponentSharerChannel extends SharerChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override async find(call: ChannelCall, openid: string): Promise<ChannelResult<FoundSharer | null>> {
    const result = await this.calls.call(findSharer, { openid }, call, (found): FoundSharer | null => found);
    return isRefusedWith(result, ...UNKNOWN_USER) ? { ok: true, value: null, note: result.note } : result;
  }

  override count(call: ChannelCall): Promise<ChannelResult<number>> {
    return this.calls.call(listSharers, { page: 1, pageSize: 1 }, call, ({ total }) => total);
  }

  override invite(call: ChannelCall, openid: string): Promise<ChannelResult<InvitationResult>> {
    return this.calls.call(
      inviteSharers,
      { openids: [openid] },
      call,
      ({ invited, failed, refused, results }) => {
        const reason = results.find((result) => result.openid === openid)?.reason;
        if (reason === 'invited-too-often') return 'too-often';
        if (reason !== undefined && reason !== 'ok' && reason !== 'other') return reason;
        if (invited.includes(openid)) return 'invited';
        if (failed.includes(openid)) return 'busy';
        return refused.includes(openid) ? 'refused' : 'unclear';
      },
    );
  }

  override unbind(call: ChannelCall, openid: string): Promise<ChannelResult<UnbindingResult>> {
    return this.calls.call(unbindSharers, { openids: [openid] }, call, ({ unbound, failed, refused }) => {
      if (unbound.includes(openid)) return 'unbound';
      if (failed.includes(openid)) return 'busy';
      return refused.includes(openid) ? 'refused' : 'unclear';
    });
  }
}
