import type { AccessStep } from '@tongbu/contracts';
import type { DesiredAccess, ObservedAccess, StepDone } from '../access/access';
import { isTaskDone, taskProgress, TASK_OF_STEP, TASK_STEPS, type TaskStep } from '../access/access.tasks';
import type { Milestone, Reached } from './milestones';

/** The parts of step 2.1, each with the fact that shows it. */
export function developmentOf(
  { declared }: DesiredAccess,
  { credentialsAt, milestones, generation }: ObservedAccess,
): { readonly what: 'credentials' | 'callback' | 'merchant-number'; readonly done: StepDone | null }[] {
  const consoleAt = declared['merchant-number'];
  const number =
    milestones['merchant-number'] ??
    (consoleAt === undefined ? null : { at: consoleAt, source: 'declared: merchant-number' });
  return [
    {
      what: 'credentials',
      done: credentialsAt === null ? null : { at: credentialsAt, source: 'register/check: answered' },
    },
    { what: 'callback', done: milestones.callback ?? null },
    // The first generation has the merchant collect with a number of his own.
    ...(generation === 'first' ? [] : [{ what: 'merchant-number' as const, done: number }]),
  ];
}

/** What shows that a step is done; null while it is not. Times and sources are those of the facts. */
export function doneStep(
  step: AccessStep,
  desired: DesiredAccess,
  observed: ObservedAccess,
): StepDone | null {
  const { milestones, openedAt, registration } = observed;
  switch (step) {
    case '1.1':
      return openedAt === null || registration !== 'open'
        ? null
        : { at: openedAt, source: 'register/check: open' };
    case '2.1':
      return all(developmentOf(desired, observed).map(({ done }) => done));
    case '2.2':
    case '2.3':
    case '2.4':
    case '2.5':
    case '2.6':
    case '2.7':
      return doneTask(step, observed);
    case '3.1': {
      const wanted = Object.keys(desired.scenes).map(Number);
      const open = observed.scenes.filter(({ state }) => state === 'open');
      const scene = open.find(({ id }) => wanted.includes(id)) ?? (wanted.length === 0 ? open[0] : undefined);
      return scene === undefined
        ? null
        : { at: scene.since, source: `register/check: scene ${scene.id} open` };
    }
    case '3.2':
      return all([milestones['required-scene'] ?? null, milestones['other-scene'] ?? null]);
    case '4.1':
    case '4.2':
    case '4.3':
    case '4.4':
    case '4.5':
      return milestones[SALE[step]] ?? null;
  }
}

/** Every step that is done. */
export function doneSteps(
  desired: DesiredAccess,
  observed: ObservedAccess,
): readonly (StepDone & { readonly step: AccessStep })[] {
  return STEPS.flatMap((step) => {
    const done = doneStep(step, desired, observed);
    return done === null ? [] : [{ step, ...done }];
  });
}

const STEPS: readonly AccessStep[] = [
  '1.1',
  '2.1',
  ...TASK_STEPS,
  '3.1',
  '3.2',
  '4.1',
  '4.2',
  '4.3',
  '4.4',
  '4.5',
];
const SALE: Readonly<Record<Extract<AccessStep, `4.${string}`>, Milestone>> = {
  '4.1': 'order-created',
  '4.2': 'order-paid',
  '4.3': 'order-shipped',
  '4.4': 'order-received',
  '4.5': 'order-served',
};

function doneTask(step: TaskStep, observed: ObservedAccess): StepDone | null {
  if (!isTaskDone(observed, step)) return null;
  const { declaredAt } = taskProgress(observed, step);
  const at = declaredAt ?? observed.openedAt;
  return at === null
    ? null
    : { at, source: `register/check: ${TASK_OF_STEP[observed.generation][step]} declared` };
}

/** All of it, at the time of the last. */
function all(parts: readonly (Reached | null)[]): StepDone | null {
  const done = parts.filter((part) => part !== null);
  if (done.length < parts.length) return null;
  return done.reduce<StepDone | null>(
    (last, part) => (last === null || part.at > last.at ? part : last),
    null,
  );
}
