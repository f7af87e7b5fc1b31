import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { MerchantApplication } from '@tongbu/wechat';
import type { Generation } from '../access/access';
import type { CheckedApplication } from '../merchant-number/merchant-number';

/** Where a mini program gets the number under which its money is collected. */
export abstract class MerchantNumberChannel {
  abstract generation(appId: string): Generation;
  /** Null: there is no application, and no number. */
  abstract read(call: ChannelCall): Promise<ChannelResult<CheckedApplication | null>>;
  /** Success says that the application was taken. */
  abstract apply(call: ChannelCall, application: MerchantApplication): Promise<ChannelResult<void>>;
}
