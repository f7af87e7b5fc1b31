import type { Problem } from '@tongbu/contracts';
import type { Lane } from '@tongbu/platform';
import type { Intent } from '@tongbu/sync-engine';
import { attempt, isPlan, run, type OrderPlan, type Step } from './order.attempt';
import { checkoutObstacle, pendingCheckout } from './order.checkout';
import {
  cancelOrder,
  changePrice,
  paymentParametersFor,
  readOrder,
  reportPaid,
  updateAddress,
  type Cancellation,
} from './order.commands';
import { planCreation } from './order-creation.plan';
import { isNews } from './order.hint';
import { brokenPrices } from './order.limits';
import { isCancelled, moneyConflict } from './order.money';
import { changedFields, wantedAddress, wantedPrice } from './order.parts';
import {
  addressNotOffered,
  addressTooLate,
  changedAfterCreation,
  compensationRequired,
  missingAtWechat,
  paidByComponent,
  priceChangeNotOffered,
  priceChangeTooLate,
  priceChangeUsed,
  transactionMissing,
} from './order.problems';
import { nextLook } from './order.watch';
import { isOver, isPaid, isUnpaid, phaseOf, type Phase } from './order.status';
import {
  MAY_ARRIVE_MS,
  nothingObserved,
  type Generation,
  type ObservedOrder,
  type OrderState,
} from './order';

const IDLE: OrderPlan = { kind: 'idle' };
const NOTHING: readonly Problem[] = [];

/**
 * What to do next for an order. In this order: find out what is unknown, settle who owes whom money, create it; of an
 * unpaid one its end, its payment, its price, its address, its cashier; then look now and then for what nobody told.
 */
export function planOrder(state: OrderState, generation: Generation, now: Date): OrderPlan {
  const { desired, intent, hint } = state;
  const observed = state.observed ?? nothingObserved;
  // Facts came before the order; without its buyer WeChat cannot even be asked.
  if (desired.order === null) return IDLE;
  if (intent !== null) return run(readOrder(laneAfter(intent)));
  if (hint !== null && isNews(hint, observed)) return run(readOrder('content'));
  if (observed.outdated) return run(readOrder('money'));
  switch (observed.existence) {
    case 'unclear':
      return planUnclear(observed, now);
    case 'absent':
      return planCreation(state, observed, generation, now);
    case 'missing':
      return rest(state, observed, moneyProblems(state, observed) ?? [missingAtWechat], now);
    case 'present':
      return planPresent(state, observed, generation, now);
  }
}

function laneAfter({ command }: Intent): Lane {
  return command === 'add' ? 'checkout' : 'money';
}

/** Look soon, because somebody may be waiting, and once more when nothing can arrive any more. */
function planUnclear({ unsettled, readAt }: ObservedOrder, now: Date): OrderPlan {
  const since = Date.parse(unsettled?.at ?? now.toISOString());
  const last = Math.max(since, Date.parse(readAt ?? now.toISOString()));
  const look = Math.min(since + MAY_ARRIVE_MS, last + Math.max(1_000, last - since));
  if (now.getTime() >= look) return run(readOrder('checkout'));
  return { kind: 'wait', until: new Date(look), reason: 'the order was sent and may still arrive at WeChat' };
}

/** undefined: nobody owes anybody. */
function moneyProblems({ desired }: OrderState, observed: ObservedOrder): readonly Problem[] | undefined {
  return moneyConflict(desired, observed) === 'open' ? [compensationRequired] : undefined;
}

function planPresent(
  state: OrderState,
  observed: ObservedOrder,
  generation: Generation,
  now: Date,
): OrderPlan {
  const { desired } = state;
  switch (moneyConflict(desired, observed)) {
    case 'to-be-told':
      return run(readOrder('money'));
    case 'open':
      return rest(state, observed, [compensationRequired], now);
    case 'resolved':
      if (isPaymentUntold(state, observed)) return run(readOrder('money'));
      break;
    case 'none':
      break;
  }
  const phase = phaseOf(observed.status);
  const steps = isUnpaid(phase)
    ? unpaidSteps(state, observed, generation, now, phase)
    : laterSteps(state, observed, generation, now, phase);
  const problems: Problem[] = [];
  for (const step of steps) {
    const result = step();
    if (isPlan(result)) return result;
    problems.push(...result);
  }
  return rest(state, observed, problems, now);
}

/** Delivered after all: the merchant waits to hear that the order is paid. */
function isPaymentUntold({ desired }: OrderState, { told, status }: ObservedOrder): boolean {
  return !isCancelled(desired) && !told.includes('paid') && isPaid(phaseOf(status));
}

function unpaidSteps(
  state: OrderState,
  observed: ObservedOrder,
  generation: Generation,
  now: Date,
  phase: Phase,
): (() => Step)[] {
  if (isCancelled(state.desired)) {
    return [() => cancelStep(state, observed, now, phase), () => checkoutStep(state, observed, now)];
  }
  return [
    () => paidStep(state, observed, now),
    () => contentStep(state, observed),
    () => priceStep(state, observed, generation, now),
    () => addressStep(state, observed, generation, now),
    () => checkoutStep(state, observed, now),
  ];
}

function laterSteps(
  state: OrderState,
  observed: ObservedOrder,
  generation: Generation,
  now: Date,
  phase: Phase,
): (() => Step)[] {
  if (phase === 'unknown') return [];
  if (isOver(phase)) return [() => checkoutStep(state, observed, now)];
  return [
    () => contentStep(state, observed),
    () => (wantedPrice(state.desired, observed) === undefined ? NOTHING : [priceChangeTooLate]),
    () =>
      phase === 'paid'
        ? addressStep(state, observed, generation, now)
        : wantedAddress(state.desired, observed) === undefined
          ? NOTHING
          : [addressTooLate],
    () => checkoutStep(state, observed, now),
  ];
}

/** The buyer may be paying at this moment: WeChat decides, and what it decided is read before it is told. */
function cancelStep(state: OrderState, observed: ObservedOrder, now: Date, phase: Phase): Step {
  if (phase === 'settling') return NOTHING;
  const { cancelled } = state.desired;
  const how = observed.collectedBy === 'component' ? 'close' : HOW[cancelled?.reason ?? 'merchant'];
  return attempt(cancelOrder(how, cancelled?.note), state, observed, now);
}

const HOW: Readonly<Record<'buyer' | 'merchant' | 'timed-out' | 'payment-failed', Cancellation>> = {
  buyer: 'cancelled-by-buyer',
  merchant: 'cancelled-by-merchant',
  'timed-out': 'timed-out',
  'payment-failed': 'failed',
};

function paidStep(state: OrderState, observed: ObservedOrder, now: Date): Step {
  const { paid } = state.desired;
  if (paid === null) return NOTHING;
  if (observed.collectedBy === 'component') return [paidByComponent];
  const method = state.desired.order?.content.payment.method ?? 'wechat-pay';
  if (method === 'wechat-pay' && paid.transactionId === '') return [transactionMissing];
  return attempt(reportPaid(paid), state, observed, now);
}

function contentStep({ desired }: OrderState, observed: ObservedOrder): Step {
  const fields = changedFields(desired, observed);
  return fields.length === 0 ? NOTHING : [changedAfterCreation(fields)];
}

function priceStep(state: OrderState, observed: ObservedOrder, generation: Generation, now: Date): Step {
  const { unsettled } = observed;
  if (unsettled !== null) {
    const until = new Date(Date.parse(unsettled.at) + MAY_ARRIVE_MS);
    return now >= until
      ? run(readOrder('money'))
      : { kind: 'wait', until, reason: 'the new price was sent and may still arrive at WeChat' };
  }
  if (state.desired.price === null) return NOTHING;
  const broken = brokenPrices(state.desired);
  if (broken.length > 0) return broken;
  const price = wantedPrice(state.desired, observed);
  if (price === undefined) return NOTHING;
  if (generation === 'first') return [priceChangeNotOffered];
  if (observed.priceChangeUsed) return [priceChangeUsed];
  return attempt(changePrice(price), state, observed, now);
}

function addressStep(state: OrderState, observed: ObservedOrder, generation: Generation, now: Date): Step {
  const wanted = wantedAddress(state.desired, observed);
  if (wanted === undefined) return NOTHING;
  if (generation === 'first') return [addressNotOffered];
  return attempt(updateAddress(wanted.address, wanted.hash, wanted.version), state, observed, now);
}

/** An opening of the cashier that cannot be is told when the order is read, after a last look. */
function checkoutStep(state: OrderState, observed: ObservedOrder, now: Date): Step {
  const checkoutId = pendingCheckout(state.desired, observed);
  if (checkoutId === undefined) return NOTHING;
  const obstacle = checkoutObstacle(state.desired, observed, now);
  if (obstacle !== undefined) return run(readOrder('checkout'));
  return attempt(paymentParametersFor(checkoutId), state, observed, now);
}

/** Nothing is to be done: stands with its problems, if any, and is looked at again when its time comes. */
function rest(
  { desired }: OrderState,
  observed: ObservedOrder,
  problems: readonly Problem[],
  now: Date,
): OrderPlan {
  const until = nextLook(desired, observed, now);
  if (until !== null && now >= until) return run(readOrder('backfill'));
  if (problems.length > 0) return { kind: 'park', problems, ...(until === null ? {} : { until }) };
  if (until === null) return IDLE;
  return isUnpaid(phaseOf(observed.status))
    ? { kind: 'wait', until, reason: 'the buyer has not paid yet' }
    : { kind: 'idle', until };
}
