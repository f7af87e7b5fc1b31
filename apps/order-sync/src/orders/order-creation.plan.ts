import { wantedOrder } from './order.amounts';
import { attempt, isPlan, run, type OrderPlan } from './order.attempt';
import { collectionOf } from './order.collection';
import { addOrder, checkProducts, productFact, readOrder } from './order.commands';
import { checkExpiry } from './order.expiry';
import { brokenLimits } from './order.limits';
import { isCancelled, moneyConflict } from './order.money';
import { sentOrder } from './order.parts';
import { compensationRequired, neverCreated, paidTooLate, productInTheWay } from './order.problems';
import { earlier } from './order.watch';
import type {
  CheckedProducts,
  Generation,
  ObservedOrder,
  OrderDocument,
  OrderState,
  ProductStanding,
} from './order';

const IDLE: OrderPlan = { kind: 'idle' };
/** What a product's events told may be out of date, or a callback lost. */
const STANDINGS_HOLD_MS = 10 * 60_000;

/** What an order that is not at WeChat needs to get there, or why it never will. */
export function planCreation(
  state: OrderState,
  observed: ObservedOrder,
  generation: Generation,
  now: Date,
): OrderPlan {
  const { desired } = state;
  const order = wantedOrder(desired);
  if (order === null) return IDLE;
  switch (moneyConflict(desired, observed)) {
    case 'to-be-told':
      return run(readOrder('money'));
    case 'open':
      return { kind: 'park', problems: [compensationRequired] };
    case 'resolved':
    case 'none':
      break;
  }
  const isTold = observed.told.includes('cancelled');
  if (isCancelled(desired)) return isTold ? IDLE : run(readOrder('money'));

  const expiry = checkExpiry(order, generation, now);
  if (expiry.kind === 'over') {
    if (desired.paid !== null) return { kind: 'park', problems: [paidTooLate] };
    // WeChat is asked a last time, and the merchant told.
    return isTold ? IDLE : run(readOrder('money'));
  }
  if (isTold) return { kind: 'park', problems: [neverCreated] };

  const broken = [
    ...brokenLimits(state.entityId, desired, generation),
    ...(expiry.kind === 'unacceptable' ? expiry.problems : []),
  ];
  const end = order.expiresAt === undefined ? {} : { until: new Date(order.expiresAt) };
  if (broken.length > 0) return { kind: 'park', problems: broken, ...end };

  if (generation === 'second') {
    const products = planProducts(state, observed, order, expiry.until, now);
    if (products !== undefined) return products;
  }
  const collection = collectionOf(order, generation);
  if (collection.kind === 'contradiction') return { kind: 'park', problems: collection.problems };
  const sent = sentOrder(order, collection.by, generation, state.desiredVersion);
  const step = attempt(addOrder(order, sent), state, observed, now);
  return isPlan(step) ? step : { kind: 'park', problems: step, ...end };
}

/** WeChat takes orders of products that are approved and on sale. undefined: nothing is known to stand in the way. */
function planProducts(
  state: OrderState,
  { products }: ObservedOrder,
  order: OrderDocument,
  end: Date | null,
  now: Date,
): OrderPlan | undefined {
  const ids = [...new Set(order.lines.map(({ productId }) => productId))];
  if (products === null || !isCurrent(products, ids, state.generation, now)) return run(checkProducts(ids));
  const inTheWay = ids.flatMap((id) => {
    const standing = products.standings[id];
    return isInTheWay(standing) ? [{ id, standing }] : [];
  });
  if (inTheWay.length === 0) return undefined;
  const until = earlier(new Date(Date.parse(products.checkedAt) + STANDINGS_HOLD_MS), end);
  return {
    kind: 'park',
    problems: inTheWay.map(({ id, standing }) => productInTheWay(id, standing)),
    waitingFor: inTheWay.map(({ id }) => productFact(id)),
    ...(until === null ? {} : { until }),
  };
}

function isCurrent(
  products: CheckedProducts,
  ids: readonly string[],
  generation: number,
  now: Date,
): boolean {
  const { standings, checkedAt } = products;
  if (ids.some((id) => standings[id] === undefined)) return false;
  if (now.getTime() >= Date.parse(checkedAt) + STANDINGS_HOLD_MS) return false;
  // A product in the way may have been approved by what has happened since.
  return products.generation === generation || !ids.some((id) => isInTheWay(standings[id]));
}

type InTheWay = Exclude<ProductStanding, 'orderable' | 'unknown'>;

function isInTheWay(standing: ProductStanding | undefined): standing is InTheWay {
  return standing !== undefined && standing !== 'orderable' && standing !== 'unknown';
}
