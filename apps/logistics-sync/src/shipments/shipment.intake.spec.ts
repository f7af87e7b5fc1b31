import { parcelCorrected, parcelDispatched } from '@tongbu/contracts';
import { nothingDesired, type DesiredShipment } from './shipment';
import { shipmentChanges } from './shipment.intake';

const told = parcelDispatched.data.parse(parcelDispatched.sample);
const corrected = parcelCorrected.data.parse(parcelCorrected.sample);

function play(...changes: ReturnType<typeof shipmentChanges.allDispatched>[]): DesiredShipment {
  return changes.reduce<DesiredShipment>((desired, change) => {
    const result = change(desired);
    if (result.kind !== 'desired') throw new Error(result.message);
    return result.desired;
  }, nothingDesired);
}

it('keeps parcels in the order in which they were first told of', () => {
  const { parcels } = play(
    shipmentChanges.parcel(told),
    shipmentChanges.parcel({ ...told, parcelId: 'PK-2' }),
    shipmentChanges.parcel(corrected),
  );
  expect(parcels.map(({ parcelId, waybill }) => [parcelId, waybill])).toEqual([
    ['PK-1', 'ZTO55501'],
    ['PK-2', 'SF100200300'],
  ]);
});

it('ignores an older version of a parcel, and only of that parcel', () => {
  const { parcels } = play(
    shipmentChanges.parcel({ ...corrected, version: 7 }),
    shipmentChanges.parcel({ ...told, version: 6 }),
    shipmentChanges.parcel({ ...told, version: 1, parcelId: 'PK-2' }),
  );
  expect(parcels.map(({ version, waybill }) => [version, waybill])).toEqual([
    [7, 'ZTO55501'],
    [1, 'SF100200300'],
  ]);
});

it('takes a parcel without a version as it comes, and remembers the version it had', () => {
  const { parcels } = play(
    shipmentChanges.parcel({ ...told, version: 3 }),
    shipmentChanges.parcel({ ...corrected, version: undefined }),
    shipmentChanges.parcel({ ...told, version: 2 }),
  );
  expect(parcels).toMatchObject([{ version: 3, waybill: 'ZTO55501' }]);
});

it('keeps a parcel that was taken back, so that an older event does not bring it again', () => {
  const { parcels } = play(
    shipmentChanges.parcel(told),
    shipmentChanges.parcel({ ...corrected, version: 5, lines: [] }),
    shipmentChanges.parcel(told),
  );
  expect(parcels).toMatchObject([{ version: 5, lines: [] }]);
});

it('takes facts in any order, before any parcel too', () => {
  const facts = [
    shipmentChanges.received('2026-03-05T10:00:00Z'),
    shipmentChanges.allDispatched(null),
  ] as const;
  expect(play(...facts)).toEqual(play(...facts.toReversed()));
  expect(play(...facts, shipmentChanges.received('2026-03-06T10:00:00Z'))).toMatchObject({
    parcels: [],
    allDispatched: { at: null },
    received: { at: '2026-03-05T10:00:00Z' },
  });
});
