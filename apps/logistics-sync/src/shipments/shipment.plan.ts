import { nextPoll } from '@tongbu/sync-engine';
import { orderSubject, type Hearsay, type OrderFact } from '../orders/hearsay';
import {
  nothingObserved,
  parcelsOf,
  type ObservedShipment,
  type ShipmentState,
  type ShownOrder,
} from './shipment';
import { consult, readOrder, receive, watchOrder } from './shipment.commands';
import { isNews } from './shipment.hint';
import { orderAbsent, orderOver, orderUnknown, shippedWithout } from './shipment.problems';
import { standingsOf } from './shipment.standing';
import { after, DAY, MINUTE, run, type Look, type ShipmentPlan } from './shipment.steps';
import { planShipping } from './shipping.plan';

/** Payment is told; this finds what was not. */
const LOOK_FOR_PAYMENT_MS = 30 * MINUTE;

/**
 * What to do next for the shipment of an order. In this order: find out what is unknown, wait until the order is paid, send
 * the parcels WeChat does not have, tell that everything is sent, confirm the receipt. What cannot be recorded is told at the
 * end and holds up nothing else.
 */
export function planShipment(state: ShipmentState, now: Date): ShipmentPlan {
  const observed = state.observed ?? nothingObserved;
  const { heard, order } = observed;
  if (state.intent !== null) return run(readOrder);
  if (heard === null || heard.generation !== state.generation) return run(consult(state.entityId));
  if (heard.order === null || heard.order.openId === null) return awaitOrder(state, heard, now);
  if (order === null) return planFirstLook(state, heard.order, heard.at, now);
  const isUnread = order.generation !== state.generation;
  if (!order.certain || (state.hint !== null && isNews(state.hint, order))) return run(readOrder);
  if (isUnread && contradicts(heard, order)) return run(readOrder);
  switch (order.status) {
    case 'absent':
    case 'unpaid':
    case 'other':
      return awaitPayment(state, order, now);
    case 'paid':
    case 'partly-shipped':
      return planShipping({ state, observed, order, heard, now });
    case 'shipped':
    case 'completed':
      return planReceipt({ state, observed, order, heard, now });
    case 'cancelled':
    case 'timed-out':
    case 'refunded':
      return planEnd(state, observed, order);
  }
}

/** Without the buyer's openid WeChat shows no order. */
function awaitOrder({ entityId }: ShipmentState, heard: Hearsay, now: Date): ShipmentPlan {
  const waitingFor = [orderSubject(entityId)];
  const until = after(heard.missingSince ?? heard.at, DAY);
  if (now < until) return { kind: 'wait', until, reason: 'the order is not at WeChat yet', waitingFor };
  return { kind: 'park', problems: [orderUnknown(entityId)], waitingFor };
}

/** An order nobody has asked WeChat about: as long as nothing is dispatched there is no need to. */
function planFirstLook(state: ShipmentState, told: OrderFact, at: string, now: Date): ShipmentPlan {
  const { hint, desired, entityId } = state;
  if (hint !== null && isNews(hint, null)) return run(readOrder);
  if (parcelsOf(desired).length === 0 && desired.allDispatched === null && desired.received === null) {
    return { kind: 'idle' };
  }
  const until = after(at, LOOK_FOR_PAYMENT_MS);
  if (told.paidAt !== null || told.over !== null || now >= until) return run(readOrder);
  return { kind: 'wait', until, reason: 'the order is not paid', waitingFor: [orderSubject(entityId)] };
}

/** Hearsay tells what WeChat does not show, so far as it matters here. */
function contradicts({ order: told }: Hearsay, { status }: ShownOrder): boolean {
  if (told === null || status === 'refunded') return false;
  const isOver = status === 'cancelled' || status === 'timed-out';
  return (
    told.over === 'refunded' ||
    (told.over === 'cancelled' && !isOver) ||
    (told.received && status !== 'completed') ||
    (told.shipped && status !== 'shipped' && status !== 'completed') ||
    (told.paidAt !== null && told.over === null && (status === 'unpaid' || status === 'absent' || isOver))
  );
}

function awaitPayment({ entityId }: ShipmentState, order: ShownOrder, now: Date): ShipmentPlan {
  const until =
    order.status === 'absent'
      ? nextPoll(order.since, order.readAt, now)
      : after(order.readAt, LOOK_FOR_PAYMENT_MS);
  if (now >= until) return run(readOrder);
  const waitingFor = [orderSubject(entityId)];
  if (order.status === 'absent' && now >= after(order.since, DAY)) {
    return { kind: 'park', problems: [orderAbsent(entityId)], until, waitingFor };
  }
  return { kind: 'wait', until, reason: `the order is ${order.status} at WeChat`, waitingFor };
}

/** Shipped in full, by whomever: the receipt, and what could not be recorded. */
function planReceipt({ state, observed, order, heard, now }: Look): ShipmentPlan {
  // A receipt that others heard of came from WeChat.
  if (order.status === 'shipped' && state.desired.received !== null && heard.order?.received !== true) {
    return run(order.generation === state.generation ? receive : readOrder);
  }
  const problems = standingsOf(state.desired, observed, order).flatMap((standing) =>
    standing.free.length > 0 || standing.isOpen ? [shippedWithout(standing.parcel)] : standing.problems,
  );
  const until = order.status === 'completed' ? undefined : after(order.readAt, DAY);
  if (until !== undefined && now >= until) return run(watchOrder);
  return problems.length > 0 ? { kind: 'park', problems, until } : { kind: 'idle', until };
}

function planEnd(state: ShipmentState, observed: ObservedShipment, order: ShownOrder): ShipmentPlan {
  const isRefunded = order.status === 'refunded';
  const isLeft = parcelsOf(state.desired).some(({ parcelId }) => observed.sent[parcelId] === undefined);
  if (!isLeft && (isRefunded || state.desired.allDispatched === null)) return { kind: 'idle' };
  return { kind: 'park', problems: [orderOver(isRefunded ? 'refunded' : 'cancelled')] };
}
