import type { ParcelCarrier } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';

/** Finds the channel's id of a carrier. */
export abstract class CarrierFinder {
  /** `null`: nobody knows the carrier. */
  abstract find(call: ChannelCall, carrier: ParcelCarrier): Promise<ChannelResult<string | null>>;
}
