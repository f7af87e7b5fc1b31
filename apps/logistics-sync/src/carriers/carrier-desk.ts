import type { ParcelCarrier } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import { CarrierFinder } from './carrier-finder';
import type { CarrierLists } from './carrier-lists';
import { matchCarrier } from './carrier-match';
import type { CarrierMappings } from './carrier-mappings';
import { namesOf } from './carrier-names';

/** Finds carriers in the operator's table, and then in the channel's list. */
export class CarrierDesk extends CarrierFinder {
  constructor(
    readonly lists: CarrierLists,
    readonly mappings: CarrierMappings,
  ) {
    super();
  }

  override async find(call: ChannelCall, carrier: ParcelCarrier): Promise<ChannelResult<string | null>> {
    const mapped = await this.mappings.find(call.appId, namesOf(carrier));
    if (mapped !== undefined) return { ok: true, value: mapped, note: { carrier: mapped, mapped: true } };
    const list = await this.lists.carriers(call);
    if (!list.ok) return list;
    const value = matchCarrier(carrier, list.value);
    return { ok: true, value, note: { ...list.note, carrier: value } };
  }
}
