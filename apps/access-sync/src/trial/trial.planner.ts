import { wechatAccessParked } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { nextPoll, type Intent, type Plan, type Planner } from '@tongbu/sync-engine';
import {
  ACCESS_PROBLEMS,
  nextStep,
  nothingTried,
  productRejected,
  TRIAL,
  type DesiredTrial,
  type ObservedTrial,
  type TrialState,
} from './trial';
import { trialCommand, type TrialCommand, type TrialFact } from './trial.commands';

type TrialPlan = Plan<TrialCommand>;

const MINUTE = 60_000;
/** WeChat documentation: payment parameters are for one opening of the cashier, soon. */
const PARAMETERS_HOLD_MS = 10 * MINUTE;
const ACCESS_HOLDS_MS = 30 * MINUTE;

/**
 * The calls that WeChat wants to see succeed, in order. What must not be sent twice (the product, the parcel, the after-sale and
 * its refund) is looked up first when a process died, or nobody answered.
 */
export const trialPlanner: Planner<DesiredTrial, ObservedTrial, TrialCommand, TrialFact> = {
  kind: TRIAL,

  plan({ desired, observed: known, intent, hint, desiredGeneration }: TrialState, now: Date): TrialPlan {
    const { run: id } = desired;
    const run = (name: TrialCommand['name']): TrialPlan => ({ kind: 'run', command: trialCommand(name, id) });
    if (intent !== null) return run(lookUp(intent));
    const observed = known?.run === id ? known : nothingTried(id);
    const step = nextStep(observed);
    if (step === null) return { kind: 'idle' };
    if (observed.access === null || observed.lookedGeneration !== desiredGeneration) return run('look');
    if (observed.access !== 'trying') {
      // What a run has made is removed all the same.
      if (observed.product !== 'none') return run('remove-product');
      const until = new Date(now.getTime() + ACCESS_HOLDS_MS);
      return { kind: 'park', problems: [ACCESS_PROBLEMS[observed.access]], until };
    }
    switch (step) {
      case 'picture':
        return run('exchange-picture');
      case 'product':
        return run('add-product');
      case 'review':
        if (observed.product === 'rejected')
          return { kind: 'park', problems: [productRejected(observed.rejectReason)] };
        return waitOr(observed, now, hint !== null, 'WeChat is reviewing the product', run('read-product'));
      case 'order':
        return run('add-order');
      case 'payment': {
        const { payment } = observed;
        if (payment === null || now.getTime() >= Date.parse(payment.at) + PARAMETERS_HOLD_MS)
          return run('ask-payment');
        const reason = 'the order of one fen has to be paid in the mini program';
        return waitOr(observed, now, hint !== null, reason, run('read-order'));
      }
      case 'shipment':
        return run('ship');
      case 'after-sale':
        return run('open-aftersale');
      case 'refund':
        return run('accept-refund');
      case 'removal':
        if (observed.aftersale !== 'accepted') return run('remove-product');
        return waitOr(observed, now, hint !== null, 'WeChat is paying the fen back', run('read-aftersale'));
      default:
        return assertUnreachable(step);
    }
  },

  reduce({ desired, observed: known }: TrialState, fact: TrialFact, now: Date) {
    const observed = known?.run === desired.run ? known : nothingTried(desired.run);
    const at = now.toISOString();
    const changed = reduced(observed, fact, at);
    const moved = nextStep(changed) !== nextStep(observed);
    return { observed: { ...changed, readAt: at, since: moved ? at : (observed.since ?? at) }, events: [] };
  },

  parked: ({ desiredVersion }: TrialState, problems) => ({
    type: wechatAccessParked.type,
    data: { merchantVersion: desiredVersion, problems },
  }),
};

function waitOr(
  { since, readAt }: ObservedTrial,
  now: Date,
  isHinted: boolean,
  reason: string,
  then: TrialPlan,
): TrialPlan {
  const until = nextPoll(since, readAt, now, 5 * MINUTE);
  return !isHinted && now < until ? { kind: 'wait', until, reason } : then;
}

function lookUp({ command }: Intent): 'read-product' | 'read-order' | 'read-aftersale' {
  switch (command) {
    case 'add-product':
      return 'read-product';
    case 'ship':
      return 'read-order';
    default:
      return 'read-aftersale';
  }
}

function reduced(observed: ObservedTrial, fact: TrialFact, at: string): ObservedTrial {
  switch (fact.kind) {
    case 'looked':
      return { ...observed, access: fact.access, lookedGeneration: fact.generation };
    case 'picture':
      return { ...observed, picture: fact.url };
    case 'product':
      return { ...observed, product: fact.product, rejectReason: fact.reason };
    case 'order':
      return { ...observed, order: fact.order };
    case 'payment':
      return { ...observed, payment: { parameters: fact.parameters, at } };
    case 'aftersale':
      return { ...observed, aftersale: fact.aftersale };
    case 'removed':
      return { ...observed, removed: true };
    default:
      return assertUnreachable(fact);
  }
}
