import type { Problem } from '@tongbu/contracts';
import { hash, nextPoll } from '@tongbu/sync-engine';
import { carrierFacts } from '../carriers/carrier-names';
import { aftersalesSubject, orderSubject } from '../orders/hearsay';
import { parcelsOf, type ObservedShipment, type ShipmentState } from './shipment';
import {
  finishOrder,
  mapCarrier,
  readOrder,
  sendParcel,
  watchOrder,
  type Finish,
  type ShipmentCommand,
} from './shipment.commands';
import { restOf, type Rest } from './shipment.completion';
import { Pieces } from './shipment.lines';
import { carrierUnknown, finishRefused, linesWithoutParcel, receiptTooEarly } from './shipment.problems';
import { standingsOf, type Standing } from './shipment.standing';
import { after, DAY, run, type Look, type ShipmentPlan } from './shipment.steps';

interface Ending {
  readonly problems: readonly Problem[];
  readonly until: Date;
  readonly waitingFor: readonly string[];
}

/** Parcels, then the end of shipping; what cannot be recorded last. */
export function planShipping(look: Look): ShipmentPlan {
  const { state, observed, order, heard, now } = look;
  const { desired, entityId, generation } = state;
  const decided = (command: ShipmentCommand) => run(order.generation === generation ? command : readOrder);
  const rest = restOf(desired, order, heard.aftersales);
  const finish = finishOf(look);
  const standings = standingsOf(desired, observed, order);
  let ending: Ending = {
    problems: standings.flatMap(({ problems }) => problems),
    until: after(order.readAt, DAY),
    waitingFor: [orderSubject(entityId), aftersalesSubject(entityId)],
  };

  for (const standing of standings) {
    const { parcel, free } = standing;
    if (free.length === 0) continue;
    const answer = observed.carriers[parcel.parcelId];
    if (answer === undefined || isOutdated(answer, state, parcel.carrier, now))
      return decided(mapCarrier(parcel));
    if (answer.carrierId === null) {
      ending = also(ending, [carrierUnknown(parcel)], after(answer.at, DAY), carrierFacts(parcel.carrier));
      continue;
    }
    const isLast = isLastParcel(standing, standings, rest, observed.finish, finish);
    const command = sendParcel(parcel, answer.carrierId, free, isLast ? finish : null);
    const refused = observed.refused[parcel.parcelId];
    if (
      refused?.fingerprint === command.fingerprint &&
      refused.desiredGeneration === state.desiredGeneration
    ) {
      ending = also(ending, refused.problems);
      continue;
    }
    return decided(command);
  }

  const isAllRecorded = standings.every(
    ({ free, isOpen }) => free.length === 0 && (!isOpen || rest.isFullyRecorded),
  );
  if (rest.isComplete && isAllRecorded) {
    const attempt = observed.finish?.basis === finish.basis ? observed.finish : null;
    const again = attempt === null ? now : nextPoll(attempt.since, attempt.at, now);
    if (now >= again) return decided(finishOrder(finish));
    ending = also(ending, attempt === null ? [] : unfinished(rest, attempt.since, now), again);
  } else if (desired.received !== null && now >= after(desired.received.at, DAY)) {
    ending = also(ending, [receiptTooEarly(rest.outstanding)]);
  }
  if (now >= after(order.readAt, DAY)) return run(watchOrder);
  return ending.problems.length > 0
    ? { kind: 'park', ...ending }
    : { kind: 'wait', until: ending.until, waitingFor: ending.waitingFor, reason: reasonOf(rest) };
}

function also(
  ending: Ending,
  problems: Ending['problems'],
  until = ending.until,
  waitingFor: readonly string[] = [],
): Ending {
  return {
    problems: [...ending.problems, ...problems],
    until: until < ending.until ? until : ending.until,
    waitingFor: [...new Set([...ending.waitingFor, ...waitingFor])],
  };
}

/** Mappings and the list of carriers may change while a parcel waits. */
function isOutdated(
  answer: ObservedShipment['carriers'][string],
  { generation }: ShipmentState,
  carrier: object,
  now: Date,
): boolean {
  return (
    answer.generation !== generation ||
    hash(answer.carrier) !== hash(carrier) ||
    (answer.carrierId === null && now >= after(answer.at, DAY))
  );
}

/**
 * Whether the order can be finished with this parcel. Not when a line stays without a parcel, as one that was refunded
 * does: WeChat may refuse the whole call (1010042), and the parcel must not wait for that.
 */
function isLastParcel(
  { parcel, free }: Standing,
  standings: readonly Standing[],
  rest: Rest,
  attempt: ObservedShipment['finish'],
  finish: Finish,
): boolean {
  const others = standings.filter((standing) => standing.parcel.parcelId !== parcel.parcelId);
  const sent = new Pieces(free);
  return (
    rest.isComplete &&
    others.every((standing) => standing.free.length === 0 && !standing.isOpen) &&
    rest.unrecorded.every((line) => sent.has(line)) &&
    attempt?.basis !== finish.basis
  );
}

function finishOf({ state: { desired, desiredGeneration }, order, heard, now }: Look): Finish {
  const dispatched = parcelsOf(desired).map(({ dispatchedAt }) => Date.parse(dispatchedAt));
  const last = desired.allDispatched?.at ?? (dispatched.length === 0 ? null : Math.max(...dispatched));
  return {
    basis: hash({ desiredGeneration, parcels: order.parcels, aftersales: heard.aftersales }),
    doneAt: new Date(last ?? now).toISOString(),
  };
}

/** Why WeChat does not take the order as shipped; nothing while it may still come round. */
function unfinished({ outstanding, unrecorded }: Rest, since: string, now: Date): Problem[] {
  const wanted = new Pieces(outstanding);
  const left = unrecorded.filter((line) => wanted.has(line));
  if (left.length > 0) return [linesWithoutParcel(left)];
  return now >= after(since, DAY) ? [finishRefused(unrecorded)] : [];
}

function reasonOf({ isComplete, isDisputed }: Rest): string {
  if (isComplete) return 'WeChat does not take the order as shipped yet';
  return isDisputed ? 'an after-sale of what is not dispatched is running' : 'more is to be dispatched';
}
