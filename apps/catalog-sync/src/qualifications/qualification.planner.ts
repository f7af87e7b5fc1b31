import type { Planner } from '@tongbu/sync-engine';
import type { DesiredQualification, ObservedQualification, QualificationRules } from './qualification';
import type { QualificationCommand, QualificationFact } from './qualification.commands';
import { planQualification } from './qualification.plan';
import { reduceQualification } from './qualification.reduce';

export type QualificationPlanner<Content> = Planner<
  DesiredQualification<Content>,
  ObservedQualification,
  QualificationCommand,
  QualificationFact
>;

export function qualificationPlanner<Content>(
  rules: QualificationRules<Content>,
): QualificationPlanner<Content> {
  return {
    kind: rules.kind,
    plan: (state, now) => planQualification(rules, state, now),
    reduce: (state, fact, now) => reduceQualification(rules, state, fact, now),
    parked: ({ desiredVersion }, problems) => ({
      type: rules.events.parked.type,
      data: { merchantVersion: desiredVersion, problems },
    }),
  };
}
