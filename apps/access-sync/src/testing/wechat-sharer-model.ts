import { ChannelFaults, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import {
  SharerChannel,
  type FoundSharer,
  type InvitationResult,
  type UnbindingResult,
} from '../channel/sharer-channel';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const done = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });

/** One user at WeChat, invited by one mini program, as far as it is documented. */
export class WechatSharerModel extends SharerChannel {
  readonly faults: ChannelFaults;
  readonly calls: string[] = [];
  readonly invitations: number[] = [];
  readonly unbindings: number[] = [];
  binding: Exclude<FoundSharer['binding'], 'other'> | 'none' = 'none';
  invitedAt: Date | undefined;
  boundAt: Date | undefined;
  others = 0;
  answersInvitations: InvitationResult = 'invited';

  constructor(private readonly now: () => Date) {
    super();
    this.faults = new ChannelFaults(now);
  }

  accept(): void {
    if (this.binding !== 'invited') return;
    this.binding = 'bound';
    this.boundAt = this.now();
  }

  answer(binding: 'refused' | 'invitation-expired'): void {
    if (this.binding === 'invited') this.binding = binding;
  }

  leave(): void {
    if (this.binding === 'bound' && this.age(this.boundAt) >= 30 * DAY) this.binding = 'none';
  }

  override find(_: ChannelCall, openid: string): Promise<ChannelResult<FoundSharer | null>> {
    return this.run('find', () => {
      const { binding, invitedAt, boundAt } = this;
      return done(binding === 'none' ? null : { binding, nickname: openid, invitedAt, boundAt });
    });
  }

  override count(): Promise<ChannelResult<number>> {
    return this.run('count', () => done(this.others + (this.binding === 'bound' ? 1 : 0)));
  }

  override invite(): Promise<ChannelResult<InvitationResult>> {
    return this.run('invite', () => {
      if (this.binding === 'bound') return done<InvitationResult>('already-bound');
      if (this.answersInvitations !== 'invited') return done(this.answersInvitations);
      const now = this.now().getTime();
      const latest = this.invitations.at(-1);
      const ofDay = this.invitations.filter((at) => now - at < DAY);
      if ((latest !== undefined && now - latest < 10 * MINUTE) || ofDay.length >= 3)
        return done<InvitationResult>('too-often');
      this.invitations.push(now);
      this.binding = 'invited';
      this.invitedAt = this.now();
      return done<InvitationResult>('invited');
    });
  }

  override unbind(): Promise<ChannelResult<UnbindingResult>> {
    return this.run('unbind', () => {
      if (this.binding !== 'bound' || this.age(this.boundAt) < 30 * DAY)
        return done<UnbindingResult>('refused');
      this.binding = 'none';
      this.unbindings.push(this.now().getTime());
      return done<UnbindingResult>('unbound');
    });
  }

  private age(moment: Date | undefined): number {
    return this.now().getTime() - (moment?.getTime() ?? 0);
  }

  private async run<T>(name: string, apply: () => ChannelResult<T>): Promise<ChannelResult<T>> {
    return this.faults.run(() => {
      this.calls.push(name);
      return apply();
    });
  }
}
