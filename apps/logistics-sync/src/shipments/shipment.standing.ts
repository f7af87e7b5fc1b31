import type { ParcelLine, Problem } from '@tongbu/contracts';
import { hash } from '@tongbu/sync-engine';
import type {
  DesiredParcel,
  DesiredShipment,
  ObservedShipment,
  RecordedParcel,
  SentParcel,
  ShownOrder,
} from './shipment';
import { Pieces } from './shipment.lines';
import {
  lineInAnotherParcel,
  lineUnknown,
  parcelDiffers,
  tooManyPieces,
  waybillMissing,
} from './shipment.problems';

/** How one of the merchant's parcels stands at WeChat. */
export interface Standing {
  readonly parcel: DesiredParcel;
  /** What WeChat has under no waybill yet, and can be sent. */
  readonly free: readonly ParcelLine[];
  /** What keeps the parcel, or a part of it, from being recorded. */
  readonly problems: readonly Problem[];
  /** The merchant can still change the parcel so that it is recorded. */
  readonly isOpen: boolean;
}

/** Only what goes by a carrier is recorded parcel by parcel. */
export function standingsOf(
  { parcels }: DesiredShipment,
  { heard, sent }: ObservedShipment,
  order: ShownOrder,
): Standing[] {
  const delivery = order.delivery ?? heard?.order?.delivery ?? 'express';
  if (delivery !== 'express') return [];
  return parcels
    .filter(({ parcelId, lines }) => lines.length > 0 || sent[parcelId] !== undefined)
    .map((parcel) => standingOf(parcel, order, sent[parcel.parcelId]));
}

/** WeChat has the parcel as the merchant tells it. */
export function isRecorded({ free, problems }: Standing): boolean {
  return free.length === 0 && problems.length === 0;
}

/**
 * Compares a parcel with what WeChat has. WeChat takes a line in one parcel only and corrects nothing (WeChat
 * documentation: delivery/send), so what is there under another waybill, or in another quantity, stays as it is.
 * `sent`: the parcel as WeChat got it, where it did.
 */
export function standingOf(
  parcel: DesiredParcel,
  order: Pick<ShownOrder, 'lines' | 'parcels'>,
  sent: SentParcel | undefined,
): Standing {
  const lines = new Pieces(parcel.lines).lines();
  const under = order.parcels.filter(({ waybill }) => isSameWaybill(waybill, parcel.waybill));
  const elsewhere = new Pieces(
    ...order.parcels.filter((recorded) => !under.includes(recorded)).map((recorded) => recorded.lines),
  );
  const here = new Pieces(...under.map((recorded) => recorded.lines));
  const tellsNoLines = under.some((recorded) => recorded.lines.length === 0);

  const missing = tellsNoLines ? [] : lines.filter((line) => !here.has(line));
  const taken = missing.filter((line) => elsewhere.has(line));
  const free = missing.filter((line) => !elsewhere.has(line));
  const isOther =
    lines.some((line) => here.has(line) && here.of(line) !== line.quantity) ||
    (sent !== undefined && wasChanged(sent, parcel, lines));

  if (isOther) return { parcel, free, problems: [parcelDiffers(parcel, under[0] ?? sent)], isOpen: false };
  if (free.length > 0) {
    const wrong = limitsBroken(parcel, free, order.lines);
    if (wrong.length > 0) return { parcel, free: [], problems: wrong, isOpen: true };
  }
  return { parcel, free, problems: taken.map((line) => lineInAnotherParcel(parcel, line)), isOpen: false };
}

export function isSameWaybill(a: string, b: string): boolean {
  const written = (waybill: string) => waybill.replaceAll(/\s/g, '').toUpperCase();
  return written(a) !== '' && written(a) === written(b);
}

/** What the merchant tells of a parcel that WeChat has, and WeChat cannot be told any more. */
function wasChanged(sent: SentParcel, parcel: DesiredParcel, lines: readonly ParcelLine[]): boolean {
  const named = new Pieces(lines);
  return (
    !isSameWaybill(sent.waybill, parcel.waybill) ||
    hash(sent.carrier) !== hash(parcel.carrier) ||
    sent.lines.some((line) => !named.has(line))
  );
}

function limitsBroken(
  parcel: DesiredParcel,
  lines: readonly ParcelLine[],
  ordered: readonly ParcelLine[],
): Problem[] {
  const order = new Pieces(ordered);
  return [
    ...(parcel.waybill.trim() === '' ? [waybillMissing(parcel)] : []),
    ...(ordered.length === 0
      ? []
      : lines.flatMap((line) => {
          if (!order.has(line)) return [lineUnknown(parcel, line)];
          return line.quantity > order.of(line) ? [tooManyPieces(parcel, line, order.of(line))] : [];
        })),
  ];
}

/** The parcel at WeChat that has these lines under the parcel's waybill. */
export function recordOf(
  parcel: DesiredParcel,
  { parcels }: Pick<ShownOrder, 'parcels'>,
): RecordedParcel | undefined {
  return parcels.find(({ waybill }) => isSameWaybill(waybill, parcel.waybill));
}
