import type { PaymentParameters } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { DesiredTrial, TrialAftersale, TrialOrder, TrialProduct } from '../trial/trial';

/** What a trial run does at WeChat, with what is removed afterwards. */
export abstract class TrialChannel {
  abstract picture(call: ChannelCall, url: string): Promise<ChannelResult<string>>;
  /** Carries no scene: none is open. */
  abstract addProduct(call: ChannelCall, trial: DesiredTrial, picture: string): Promise<ChannelResult<void>>;
  abstract product(
    call: ChannelCall,
    trial: DesiredTrial,
  ): Promise<ChannelResult<{ readonly state: TrialProduct; readonly reason: string }>>;
  abstract addOrder(
    call: ChannelCall,
    trial: DesiredTrial,
    picture: string,
    expiresAt: Date,
  ): Promise<ChannelResult<void>>;
  abstract paymentParameters(
    call: ChannelCall,
    trial: DesiredTrial,
  ): Promise<ChannelResult<PaymentParameters>>;
  abstract order(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<TrialOrder>>;
  /** With the first carrier of WeChat's list. */
  abstract ship(call: ChannelCall, trial: DesiredTrial, at: Date): Promise<ChannelResult<void>>;
  abstract openAftersale(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<void>>;
  abstract aftersale(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<TrialAftersale>>;
  abstract acceptRefund(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<void>>;
  abstract removeProduct(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<void>>;
}
