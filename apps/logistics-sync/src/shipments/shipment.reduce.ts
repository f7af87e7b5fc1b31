import {
  wechatShipmentCompleted,
  wechatShipmentMappingNeeded,
  wechatShipmentReceived,
  wechatShipmentSynchronised,
} from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { hash, type EventDraft, type Intent, type Reduction } from '@tongbu/sync-engine';
import {
  nothingObserved,
  parcelsOf,
  type DesiredParcel,
  type FinishAttempt,
  type ObservedShipment,
  type OrderStatus,
  type RecordedParcel,
  type ShipmentState,
  type ShownOrder,
} from './shipment';
import type { Finish, ReadOrder, ShipmentFact } from './shipment.commands';
import { isRecorded, recordOf, standingOf } from './shipment.standing';

type ShipmentReduction = Reduction<ObservedShipment>;

/** What we know after WeChat told us `fact`, and what the merchant hears about it. */
export function reduceShipment(state: ShipmentState, fact: ShipmentFact, now: Date): ShipmentReduction {
  const known = state.observed ?? nothingObserved;
  switch (fact.kind) {
    case 'consulted': {
      const { heard } = fact;
      const missingSince = heard.order === null ? (known.heard?.missingSince ?? heard.at) : null;
      return silent({ ...known, heard: { ...heard, missingSince } });
    }
    case 'read':
      return reduceRead(state, known, fact.order, fact.generation, now);
    case 'carrier-answered':
      return reduceCarrier(known, fact);
    case 'sent':
      return reduceSent(known, fact, now);
    case 'finished':
    case 'finish-refused':
      return silent(uncertain({ ...known, finish: attemptOf(known, fact.finish, now) }));
    case 'received':
      // When, and by whom, WeChat tells.
      return silent(uncertain(known));
    case 'parcel-refused': {
      const { parcelId, fingerprint, desiredGeneration, problems } = fact;
      const refused = { ...known.refused, [parcelId]: { fingerprint, desiredGeneration, problems } };
      return silent(uncertain({ ...known, refused }));
    }
    case 'out-of-date':
      return silent(uncertain(known));
    default:
      return assertUnreachable(fact);
  }
}

function reduceRead(
  state: ShipmentState,
  known: ObservedShipment,
  read: ReadOrder | null,
  generation: number,
  now: Date,
): ShipmentReduction {
  const at = now.toISOString();
  const status: OrderStatus = read?.status ?? 'absent';
  const before = known.order;
  const order: ShownOrder = {
    status,
    since: before?.status === status ? before.since : at,
    wechatId: read?.wechatId ?? before?.wechatId ?? null,
    delivery: read?.delivery ?? null,
    lines: read?.lines ?? [],
    parcels: read?.parcels ?? [],
    readAt: at,
    generation,
    certain: true,
  };
  const intended = intendedParcel(state.intent);
  const candidates = [...(intended === undefined ? [] : [intended]), ...parcelsOf(state.desired)];
  const noted = noteRecorded({ ...known, order }, order, candidates);
  return {
    observed: noted.observed,
    events: [...noted.events, ...progressEvents(before, order, read?.receivedAt ?? null)],
  };
}

function reduceSent(
  known: ObservedShipment,
  { parcel, recorded, finish }: Extract<ShipmentFact, { kind: 'sent' }>,
  now: Date,
): ShipmentReduction {
  const { order } = known;
  if (order === null) return silent(known);
  const status: OrderStatus = 'partly-shipped';
  const seen: ShownOrder = {
    ...order,
    status,
    since: order.status === status ? order.since : now.toISOString(),
    parcels: [...order.parcels, recorded],
    // What WeChat makes of the last parcel it tells when it is read.
    certain: finish === null && order.certain,
  };
  const attempt = finish === null ? known.finish : attemptOf(known, finish, now);
  return noteRecorded({ ...known, order: seen, finish: attempt }, seen, [parcel]);
}

/** Notes which of these parcels WeChat has, and tells of those that are new. */
function noteRecorded(
  observed: ObservedShipment,
  order: ShownOrder,
  parcels: readonly DesiredParcel[],
): { readonly observed: ObservedShipment; readonly events: EventDraft[] } {
  let { sent } = observed;
  const events: EventDraft[] = [];
  for (const parcel of parcels) {
    const before = sent[parcel.parcelId];
    const recorded = recordOf(parcel, order);
    if (recorded === undefined || !isRecorded(standingOf(parcel, order, before))) continue;
    const { carrier, waybill, lines } = parcel;
    const { carrierId } = before ?? recorded;
    if (before !== undefined && hash(before.lines) === hash(lines)) continue;
    sent = { ...sent, [parcel.parcelId]: { carrier, carrierId, waybill, lines } };
    events.push(synchronisedEvent(parcel, { carrierId, waybill, lines }, order));
  }
  return { observed: { ...observed, sent }, events };
}

function synchronisedEvent(
  { parcelId, version }: DesiredParcel,
  { carrierId, waybill, lines }: RecordedParcel,
  { wechatId }: ShownOrder,
): EventDraft {
  return {
    type: wechatShipmentSynchronised.type,
    key: hash({ parcelId, waybill, lines }),
    data: { wechatOrderId: wechatId, merchantVersion: version, parcelId, carrierId, waybill, lines },
  };
}

/** How far the order has come, each step told when it is first seen. */
function progressEvents(
  before: ShownOrder | null,
  { status, wechatId }: ShownOrder,
  receivedAt: string | null,
): EventDraft[] {
  const isComplete = (of: OrderStatus | undefined) => of === 'shipped' || of === 'completed';
  const events: EventDraft[] = [];
  if (isComplete(status) && !isComplete(before?.status)) {
    events.push({ type: wechatShipmentCompleted.type, key: '1', data: { wechatOrderId: wechatId } });
  }
  if (status === 'completed' && before?.status !== 'completed') {
    events.push({
      type: wechatShipmentReceived.type,
      key: '1',
      data: { wechatOrderId: wechatId, receivedAt },
    });
  }
  return events;
}

function reduceCarrier(
  known: ObservedShipment,
  { parcel, answer }: Extract<ShipmentFact, { kind: 'carrier-answered' }>,
): ShipmentReduction {
  const { parcelId } = parcel;
  const before = known.carriers[parcelId];
  const observed = { ...known, carriers: { ...known.carriers, [parcelId]: answer } };
  const wasAsked = before?.carrierId === null && hash(before.carrier) === hash(answer.carrier);
  if (answer.carrierId !== null || wasAsked) return silent(observed);
  const data = { wechatOrderId: known.order?.wechatId ?? null, parcelId, carrier: answer.carrier };
  const key = hash({ parcelId, carrier: answer.carrier });
  return { observed, events: [{ type: wechatShipmentMappingNeeded.type, key, data }] };
}

function attemptOf({ finish: known }: ObservedShipment, { basis }: Finish, now: Date): FinishAttempt {
  const at = now.toISOString();
  return { basis, since: known?.basis === basis ? known.since : at, at };
}

function uncertain(observed: ObservedShipment): ObservedShipment {
  return { ...observed, order: observed.order && { ...observed.order, certain: false } };
}

function silent(observed: ObservedShipment): ShipmentReduction {
  return { observed, events: [] };
}

/** We wrote the intent ourselves. */
function intendedParcel(intent: Intent | null): DesiredParcel | undefined {
  return intent?.command === 'send' ? (intent.detail['parcel'] as DesiredParcel) : undefined;
}
