import type { Problem } from '@tongbu/contracts';
import { isRefused, type Plan } from '@tongbu/sync-engine';
import type { OrderCommand } from './order.commands';
import type { ObservedOrder, OrderState } from './order';

export type OrderPlan = Plan<OrderCommand>;

/** What a step of the plan leads to: a plan, or problems that keep nothing else from being done. */
export type Step = OrderPlan | readonly Problem[];

export const run = (command: OrderCommand): OrderPlan => ({ kind: 'run', command });
export const isPlan = (step: Step): step is OrderPlan => 'kind' in step;

const FIRST_SETBACK_MS = 1_000;
const LONGEST_SETBACK_MS = 300_000;

/** Runs a command unless WeChat has refused it, or has just been in another state than the one it is for. */
export function attempt(command: OrderCommand, state: OrderState, observed: ObservedOrder, now: Date): Step {
  const refused = observed.refused[command.name];
  if (refused?.fingerprint === command.fingerprint && refused.desiredGeneration === state.desiredGeneration) {
    return refused.problems;
  }
  if (isRefused(command, state)) return state.refusal?.problems ?? [];
  const { setback } = observed;
  if (setback?.command === command.name) {
    const pause = Math.min(LONGEST_SETBACK_MS, FIRST_SETBACK_MS * 4 ** (setback.count - 1));
    const until = new Date(Date.parse(setback.at) + pause);
    if (now < until) return { kind: 'wait', until, reason: 'WeChat is moving the order' };
  }
  return run(command);
}
