import type { Clock, Database } from '@tongbu/platform';
import { ReferenceLists, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import type { Carrier, ShippingChannel } from '../channel/shipping-channel';

const HOUR = 3_600_000;

/** The channel's carriers, asked for once a day. */
export class CarrierLists {
  private readonly lists: ReferenceLists<'carriers'>;

  constructor(
    database: Database,
    private readonly channel: ShippingChannel,
    clock: Clock,
  ) {
    this.lists = new ReferenceLists(database, clock, {
      carriers: { longestMs: 24 * HOUR, shortestMs: HOUR },
    });
  }

  carriers(call: ChannelCall): Promise<ChannelResult<Carrier[]>> {
    return this.lists.read(call.appId, 'carriers', 'cached', () => this.channel.carriers(call));
  }
}
