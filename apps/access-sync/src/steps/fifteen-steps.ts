import { ACCESS_STEPS, type AccessStep, type Problem } from '@tongbu/contracts';
import { nothingObserved, type DesiredAccess, type ObservedAccess } from '../access/access';
import { banned, sceneRefused } from '../access/access.problems';
import {
  areTasksDone,
  isTaskDone,
  needsOf,
  TASK_OF_STEP,
  TASK_STEPS,
  type TaskStep,
} from '../access/access.tasks';
import { developmentOf, doneStep } from './done-steps';
import { before, TITLES, TO_DO, UNDER_WAY, type Words } from './step-words';

/** One of the fifteen lines: where a mini program stands. Times are ISO texts. */
export interface StepLine {
  readonly step: AccessStep;
  readonly title: Words;
  readonly state: 'done' | 'waiting-for-wechat' | 'waiting-for-you' | 'failed';
  /** Done: when; otherwise since when it waits, where that is known. */
  readonly since: string | null;
  /** What is waited for; empty of what is done or failed. */
  readonly what: readonly Words[];
  /** Why it failed, with what to do. */
  readonly problems: readonly Problem[];
  /** Who knows it. */
  readonly source: string | null;
}

type Open = Omit<StepLine, 'step' | 'title'>;

const CHECK = 'register/check';

/** The fifteen lines of WeChat's guide; 4.1 to 4.5 as we read them. Pure. */
export function fifteenSteps(desired: DesiredAccess, known: ObservedAccess | null): readonly StepLine[] {
  const observed = known ?? nothingObserved;
  return ACCESS_STEPS.map((step) => {
    const done = doneStep(step, desired, observed);
    const line: Open =
      done === null
        ? openStep(step, desired, observed)
        : { state: 'done', since: done.at, what: [], problems: [], source: done.source };
    return { step, title: TITLES[step], ...line };
  });
}

function openStep(step: AccessStep, desired: DesiredAccess, observed: ObservedAccess): Open {
  switch (step) {
    case '1.1':
      return component(desired, observed);
    case '2.1': {
      const missing = developmentOf(desired, observed).filter(({ done }) => done === null);
      return you(
        missing.map(({ what }) => TO_DO[what]),
        null,
        null,
      );
    }
    case '2.2':
    case '2.3':
    case '2.4':
    case '2.5':
    case '2.6':
    case '2.7':
      return observed.registration === 'open' ? task(step, desired, observed) : later('1.1');
    case '3.1':
      return scene(desired, observed);
    case '3.2': {
      const { milestones } = observed;
      const missing = (['required-scene', 'other-scene'] as const).filter(
        (name) => milestones[name] === undefined,
      );
      return you(
        missing.map((name) => TO_DO[name]),
        null,
        'wechat.scene.checked.v1',
      );
    }
    case '4.1':
      return doneStep('3.1', desired, observed) === null
        ? later('3.1')
        : you([TO_DO[step]], null, 'wechat.orders');
    case '4.2':
      return sale(step, '4.1', desired, observed);
    case '4.3':
      return sale(step, '4.2', desired, observed);
    case '4.4':
      return sale(step, '4.3', desired, observed);
    case '4.5':
      return sale(step, '4.4', desired, observed);
  }
}

function component(
  desired: DesiredAccess,
  { registration, application, ended, banReason, readAt }: ObservedAccess,
): Open {
  if (registration === 'banned') return failed([banned(banReason)], readAt);
  if (application !== null) return you([TO_DO.confirm], application.at, 'register/apply');
  if (ended !== null && (desired.askedAt === null || desired.askedAt === ended.askedAt)) {
    return failed(ended.problems, ended.at);
  }
  return desired.askedAt === null
    ? you([TO_DO.want], null, CHECK)
    : wechat(UNDER_WAY.applying, desired.askedAt);
}

function task(step: TaskStep, desired: DesiredAccess, observed: ObservedAccess): Open {
  const refusal = observed.refusals[`declare ${TASK_OF_STEP[observed.generation][step]}`];
  const needs = needsOf(step, desired, observed);
  const [first] = needs;
  if (first === undefined) {
    return refusal === undefined
      ? wechat(UNDER_WAY.declaring, observed.readAt)
      : failed(refusal.problems, refusal.at);
  }
  if (first.kind === 'step') return later(first.step);
  const what = needs.map((need) => (need.kind === 'declaration' ? TO_DO[need.declaration] : seenBy(step)));
  return you(what, observed.openedAt, CHECK);
}

function seenBy(step: TaskStep): Words {
  return step === '2.6' || step === '2.7' ? before(step) : TO_DO[step];
}

function scene(desired: DesiredAccess, observed: ObservedAccess): Open {
  const wanted = Object.keys(desired.scenes).map(Number);
  const known = observed.scenes.filter(({ id }) => wanted.includes(id));
  const reviewed = known.find(({ state }) => state === 'in-review');
  if (reviewed !== undefined) return wechat(UNDER_WAY.reviewing, reviewed.since);
  const refused = known.find(({ state }) => state === 'refused');
  if (refused !== undefined) return failed([sceneRefused(refused)], refused.since);
  const open = TASK_STEPS.find((step) => !isTaskDone(observed, step));
  if (observed.registration !== 'open') return later('1.1');
  if (open !== undefined && !areTasksDone(observed)) return later(open);
  const refusal = Object.entries(observed.refusals).find(([name]) => name.startsWith('apply-scene'))?.[1];
  if (refusal !== undefined) return failed(refusal.problems, refusal.at);
  return wanted.length === 0 ? you([TO_DO.scene], null, CHECK) : wechat(UNDER_WAY.applying, null);
}

function sale(
  step: '4.2' | '4.3' | '4.4' | '4.5',
  previous: AccessStep,
  desired: DesiredAccess,
  observed: ObservedAccess,
): Open {
  const reached = doneStep(previous, desired, observed);
  return reached === null ? later(previous) : you([TO_DO[step]], reached.at, reached.source);
}

function later(step: AccessStep): Open {
  return you([before(step)], null, null);
}

function you(what: readonly Words[], since: string | null, source: string | null): Open {
  return { state: 'waiting-for-you', since, what, problems: [], source };
}

function wechat(what: Words, since: string | null): Open {
  return { state: 'waiting-for-wechat', since, what: [what], problems: [], source: CHECK };
}

function failed(problems: readonly Problem[], since: string | null): Open {
  return { state: 'failed', since, what: [], problems, source: CHECK };
}
