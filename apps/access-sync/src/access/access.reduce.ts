import {
  wechatAccessApplied,
  wechatAccessOpened,
  wechatAccessRefused,
  wechatAccessStepDone,
  type Problem,
} from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { EventDraft, Reduction } from '@tongbu/sync-engine';
import type { AccessTask } from '@tongbu/wechat';
import { doneSteps } from '../steps/done-steps';
import {
  nothingObserved,
  type AccessState,
  type EndCause,
  type ObservedAccess,
  type ObservedScene,
  type TaskProgress,
} from './access';
import type { AccessFact } from './access.commands';
import { applicationWithdrawn, banned, componentWithdrawn, notConfirmed } from './access.problems';
import { appliedScene, observeScenes, sceneApplied, sceneNews, sinceOf, type Changed } from './access.scenes';

type Checked = Extract<AccessFact, { kind: 'checked' }>;
type CheckedOpen = NonNullable<Checked['registration']>;

const HOUR = 3_600_000;

/** What we know after `fact`, and what the merchant should hear. `confirmWithinMs`: the administrator's time. */
export function reduceAccess(
  state: AccessState,
  fact: AccessFact,
  now: Date,
  confirmWithinMs: number,
): Reduction<ObservedAccess> {
  const { observed, events } = changeBy(state, fact, now, confirmWithinMs);
  const told = tellSteps({ ...state, observed }, observed);
  return { observed: told.observed, events: [...events, ...told.events] };
}

function changeBy(state: AccessState, fact: AccessFact, now: Date, confirmWithinMs: number): Changed {
  const observed = state.observed ?? nothingObserved;
  const at = now.toISOString();
  switch (fact.kind) {
    case 'learnt': {
      const { milestones, generation } = fact;
      const learnt = { ...observed, milestones, learntGeneration: generation };
      const { application } = observed;
      return application !== null && (milestones.withdrawals ?? 0) > application.withdrawals
        ? ended(state, learnt, 'withdrawn', [applicationWithdrawn], at, application.askedAt)
        : { observed: learnt, events: [] };
    }
    case 'checked': {
      const checked = {
        ...observed,
        generation: fact.generation,
        readAt: at,
        credentialsAt: observed.credentialsAt ?? at,
      };
      return fact.registration === null
        ? closed(state, checked, now, confirmWithinMs)
        : opened(state, checked, fact.registration, at);
    }
    case 'applied': {
      const confirmBy = new Date(now.getTime() + confirmWithinMs).toISOString();
      const withdrawals = observed.milestones.withdrawals ?? 0;
      const application = { at, confirmBy, askedAt: fact.askedAt, withdrawals };
      const data = { merchantVersion: state.desiredVersion, appliedAt: at, confirmBy };
      return {
        observed: { ...observed, application, ended: null },
        events: [{ type: wechatAccessApplied.type, key: at, data }],
      };
    }
    case 'application-refused':
      return ended(state, observed, 'refused', fact.problems, at, fact.askedAt);
    case 'account-set':
      return { observed: { ...observed, accountSet: fact.hash }, events: [] };
    case 'declared': {
      const known = observed.tasks[fact.task];
      const progress = { seenAt: known?.seenAt ?? null, declaredAt: known?.declaredAt ?? at };
      return { observed: { ...observed, tasks: { ...observed.tasks, [fact.task]: progress } }, events: [] };
    }
    case 'scene-applied': {
      const { sceneId, wantedAt } = fact;
      const known = observed.scenes.find(({ id }) => id === sceneId);
      const scene: ObservedScene = {
        name: '',
        checks: [],
        ...known,
        id: sceneId,
        state: 'in-review',
        reason: '',
        since: at,
      };
      const scenes = [...observed.scenes.filter(({ id }) => id !== sceneId), scene];
      return sceneApplied({ ...observed, scenes }, sceneId, wantedAt, at);
    }
    case 'command-refused': {
      const { command, fingerprint, problems } = fact;
      const refusal = { fingerprint, problems, desiredGeneration: state.desiredGeneration, at };
      return {
        observed: { ...observed, refusals: { ...observed.refusals, [command]: refusal } },
        events: [],
      };
    }
    default:
      return assertUnreachable(fact);
  }
}

function closed(state: AccessState, observed: ObservedAccess, now: Date, confirmWithinMs: number): Changed {
  const at = now.toISOString();
  const shut: ObservedAccess = { ...observed, registration: 'closed', closedAt: at, openedAt: null };
  const scenes = observeScenes(shut, [], at);
  const { application, registration } = observed;
  if (registration === 'open' || registration === 'banned') {
    // Products and orders stay; everything that led to selling begins anew.
    const anew: ObservedAccess = {
      ...scenes.observed,
      tasks: {},
      allTasksDone: false,
      scenes: [],
      sceneApplications: {},
      refusals: {},
      steps: {},
      accountSet: null,
    };
    return combined(
      ended(state, anew, 'withdrawn', [componentWithdrawn], at, observed.openedFor),
      scenes.events,
    );
  }
  if (application !== null && at >= application.confirmBy) {
    return combined(
      ended(
        state,
        scenes.observed,
        'not-confirmed',
        [notConfirmed(confirmWithinMs / HOUR)],
        at,
        application.askedAt,
      ),
      scenes.events,
    );
  }
  return scenes;
}

/** `askedAt`: the wish that is ended by it. One that came later, before anybody had looked, is still to be done. */
function ended(
  { desiredVersion }: AccessState,
  observed: ObservedAccess,
  cause: EndCause,
  problems: readonly Problem[],
  at: string,
  askedAt: string | null,
): Changed {
  const data = { merchantVersion: desiredVersion, cause, problems };
  return {
    observed: { ...observed, application: null, ended: { cause, at, askedAt, problems } },
    events: [{ type: wechatAccessRefused.type, key: `${cause}@${at}`, data }],
  };
}

function opened(state: AccessState, observed: ObservedAccess, checked: CheckedOpen, at: string): Changed {
  const { desiredVersion: merchantVersion, intent } = state;
  const registration = checked.banned ? 'banned' : 'open';
  const openedAt = observed.openedAt ?? at;
  const events: EventDraft[] = [];
  if (observed.registration !== 'open' && registration === 'open') {
    const data = { merchantVersion, openedAt };
    events.push({ type: wechatAccessOpened.type, key: `${openedAt}/${at}`, data });
  }
  if (observed.registration !== 'banned' && registration === 'banned') {
    const data = { merchantVersion, cause: 'banned', problems: [banned(checked.rejectReason)] };
    events.push({ type: wechatAccessRefused.type, key: `banned@${at}`, data });
  }
  const now: ObservedAccess = {
    ...observed,
    registration,
    openedAt,
    openedFor: state.desired.askedAt,
    banReason: checked.rejectReason,
    application: null,
    ended: null,
    tasks: tasksOf(observed, checked, at),
    allTasksDone: checked.allTasksDone,
    scenes: checked.scenes.map((scene) => ({ ...scene, since: sinceOf(observed, scene, at) })),
  };
  for (const scene of now.scenes) events.push(...sceneNews(observed, scene));
  const applied = appliedScene(now, intent?.command === 'apply-scene' ? intent.detail : undefined, at);
  const scenes = observeScenes(
    applied.observed,
    now.scenes.filter(({ state: is }) => is === 'open').map(({ id }) => id),
    at,
  );
  return combined(scenes, [...events, ...applied.events]);
}

function tasksOf(observed: ObservedAccess, checked: CheckedOpen, at: string): ObservedAccess['tasks'] {
  const tasks: Partial<Record<AccessTask, TaskProgress>> = {};
  for (const [task, { seen, declared }] of checked.tasks) {
    const known = observed.tasks[task];
    tasks[task] = {
      seenAt: seen ? (known?.seenAt ?? at) : null,
      declaredAt: declared ? (known?.declaredAt ?? at) : null,
    };
  }
  return tasks;
}

/** Tells the steps that are done and were not told. */
function tellSteps({ desired }: AccessState, observed: ObservedAccess): Changed {
  const done = doneSteps(desired, observed);
  const news = done.filter(({ step }) => observed.steps[step] === undefined);
  if (news.length === 0) return { observed, events: [] };
  const steps = {
    ...observed.steps,
    ...Object.fromEntries(news.map(({ step, at, source }) => [step, { at, source }])),
  };
  return {
    observed: { ...observed, steps },
    events: news.map(({ step, at, source }) => ({
      type: wechatAccessStepDone.type,
      key: `${step}@${at}`,
      data: { step, doneAt: at, source },
    })),
  };
}

function combined({ observed, events }: Changed, more: readonly EventDraft[]): Changed {
  return { observed, events: [...more, ...events] };
}
