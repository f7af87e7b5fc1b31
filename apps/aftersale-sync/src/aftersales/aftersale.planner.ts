import type { Planner } from '@tongbu/sync-engine';
import type { DesiredAftersale, ObservedAftersale } from './aftersale';
import type { AftersaleCommand, AftersaleFact } from './aftersale.commands';
import { nextOfMerchant, type DeadlineRules } from './aftersale.deadlines';
import { planAftersale } from './aftersale.plan';
import { parkedAftersale } from './aftersale.problems';
import { reduceAftersale } from './aftersale.reduce';

export const AFTERSALE = 'aftersale';

export function aftersalePlanner(
  rules: DeadlineRules,
): Planner<DesiredAftersale, ObservedAftersale, AftersaleCommand, AftersaleFact> {
  return {
    kind: AFTERSALE,
    plan: (row, now) => planAftersale(rules, row, now),
    reduce: (row, fact, now) => reduceAftersale(rules, row, fact, now),
    parked: parkedAftersale,
    dueAt: ({ observed }) => nextOfMerchant(observed?.deadlines ?? []),
  };
}
