import type { EventData, parcelCorrected } from '@tongbu/contracts';
import type { DesiredChange } from '@tongbu/sync-engine';
import { nothingDesired, type DesiredParcel, type DesiredShipment } from './shipment';

type Change = (desired: DesiredShipment | undefined) => DesiredChange<DesiredShipment>;

/** How each of the merchant's events changes what is wanted. Pure. */
export const shipmentChanges = {
  /** A parcel, new or other than before. An older version of one that is known changes nothing. */
  parcel({ version, ...told }: EventData<typeof parcelCorrected>): Change {
    const parcel: DesiredParcel = { ...told, version: version ?? null };
    return changed((shipment) => {
      const known = shipment.parcels.find(({ parcelId }) => parcelId === parcel.parcelId);
      if (known === undefined) return { ...shipment, parcels: [...shipment.parcels, parcel] };
      if (isOlder(parcel, known)) return shipment;
      const newest = { ...parcel, version: parcel.version ?? known.version };
      return { ...shipment, parcels: shipment.parcels.map((other) => (other === known ? newest : other)) };
    });
  },

  /** `at`: ISO time, where it was told. */
  allDispatched(at: string | null): Change {
    return changed((shipment) => ({ ...shipment, allDispatched: { at } }));
  },

  /** `at`: ISO time. The first one stays: the receipt is confirmed once. */
  received(at: string): Change {
    return changed((shipment) => ({ ...shipment, received: shipment.received ?? { at } }));
  },
};

function changed(change: (shipment: DesiredShipment) => DesiredShipment): Change {
  return (desired) => ({ kind: 'desired', desired: change(desired ?? nothingDesired) });
}

function isOlder({ version }: DesiredParcel, known: DesiredParcel): boolean {
  return version !== null && known.version !== null && version < known.version;
}
