import type { Problem } from '@tongbu/contracts';
import { nextPoll, type Hint, type Plan } from '@tongbu/sync-engine';
import {
  isAskedAgain,
  nothingObserved,
  type AccessState,
  type DesiredAccess,
  type ObservedAccess,
} from './access';
import {
  accountHash,
  apply,
  applyForScene,
  check,
  declare,
  learn,
  refusalKey,
  setAccount,
  type AccessCommand,
} from './access.commands';
import { accessHints } from './access.hint';
import { banned, sceneRefused } from './access.problems';
import {
  areTasksDone,
  isTaskDone,
  needsOf,
  SEEN_BY_WECHAT,
  taskProgress,
  TASK_OF_STEP,
  TASK_STEPS,
} from './access.tasks';

type AccessPlan = Plan<AccessCommand>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How long a ban, a refusal or an application in the console may go unnoticed when no callback tells of its end. */
const PARKED_LOOK_MS = 30 * MINUTE;
const run = (command: AccessCommand): AccessPlan => ({ kind: 'run', command });

/**
 * What comes next for a mini program's access. WeChat's registration is read whenever a callback or another service tells
 * of something that may have changed it, and by poll. The crash points:
 *
 * - of an application, a declaration or the account information: sent again, which changes nothing.
 * - of an application for a scene: the registration is read first. It shows the review; where it does not, the
 *   application did not arrive, or was refused for the old reason already, and it is sent again.
 */
export function planAccess(state: AccessState, now: Date): AccessPlan {
  const { desired, generation, hint, intent } = state;
  const observed = state.observed ?? nothingObserved;
  if (intent !== null) return run(check);
  if (observed.learntGeneration !== generation) return run(learn);
  if (observed.readAt === null || (hint !== null && isNews(hint, observed))) return run(check);
  switch (observed.registration) {
    case null:
      return run(check);
    case 'closed':
      return planClosed(desired, observed, now);
    case 'banned':
      return park([banned(observed.banReason)], observed, now);
    case 'open':
      return planOpen(state, observed, now);
  }
}

/** What others tell is worth a call only where it could have set a flag that is missing. */
function isNews({ name }: Hint, observed: ObservedAccess): boolean {
  if (name !== accessHints.heard) return true;
  return observed.registration === 'open' && SEEN_BY_WECHAT.some((step) => isUnseen(observed, step));
}

function isUnseen(observed: ObservedAccess, step: (typeof TASK_STEPS)[number]): boolean {
  return !isTaskDone(observed, step) && taskProgress(observed, step).seenAt === null;
}

function planClosed(desired: DesiredAccess, observed: ObservedAccess, now: Date): AccessPlan {
  const { application, ended, readAt } = observed;
  if (application !== null && application.askedAt === desired.askedAt) {
    const end = Date.parse(application.confirmBy);
    const until = new Date(Math.min(nextPoll(application.at, readAt, now).getTime(), end));
    return now < until
      ? { kind: 'wait', until, reason: 'the administrator has to confirm the application inside WeChat' }
      : run(check);
  }
  // Asked for again while an application waits, too: it may have been withdrawn without a word.
  if (isAskedAgain(desired, ended) && desired.askedAt !== null) return run(apply(desired.askedAt));
  return ended === null ? idle(observed, now) : park(ended.problems, observed, now);
}

function planOpen(state: AccessState, observed: ObservedAccess, now: Date): AccessPlan {
  const commands = commandsOf(state.desired, observed);
  const refused = commands.map((command) => refusalOf(command, state, observed));
  const next = commands.find((_, index) => refused[index] === undefined);
  if (next !== undefined) return run(next);

  const scenes = observed.scenes.filter(
    ({ id, state: is }) => is === 'refused' && isWantedScene(state.desired, id),
  );
  const problems = [...refused.flatMap((known) => known ?? []), ...scenes.map(sceneRefused)];
  if (problems.length > 0) return park(problems, observed, now);
  if (
    areTasksDone(observed) &&
    Object.keys(state.desired.scenes).every((id) => isOpen(observed, Number(id)))
  ) {
    return idle(observed, now);
  }
  const until = nextPoll(lastProgress(observed), observed.readAt, now);
  return now < until ? { kind: 'wait', until, reason: waitReason(state.desired, observed) } : run(check);
}

/** Everything that could be sent now, in the order of the steps. */
function commandsOf(desired: DesiredAccess, observed: ObservedAccess): AccessCommand[] {
  const commands: AccessCommand[] = [];
  const { account } = desired;
  if (account !== null && accountHash(account) !== observed.accountSet) commands.push(setAccount(account));
  for (const step of TASK_STEPS) {
    if (isTaskDone(observed, step) || needsOf(step, desired, observed).length > 0) continue;
    commands.push(declare(TASK_OF_STEP[observed.generation][step]));
  }
  if (!areTasksDone(observed)) return commands;
  for (const [id, wantedAt] of Object.entries(desired.scenes)) {
    const sceneId = Number(id);
    const scene = observed.scenes.find((known) => known.id === sceneId);
    if (scene?.state === 'open' || scene?.state === 'in-review') continue;
    if (observed.sceneApplications[id]?.wantedAt === wantedAt) continue;
    commands.push(applyForScene(sceneId, wantedAt));
  }
  return commands;
}

function refusalOf(
  command: AccessCommand,
  { desiredGeneration }: AccessState,
  { refusals }: ObservedAccess,
): readonly Problem[] | undefined {
  const refusal = refusals[refusalKey(command)];
  return refusal?.fingerprint === command.fingerprint && refusal.desiredGeneration === desiredGeneration
    ? refusal.problems
    : undefined;
}

function isWantedScene({ scenes }: DesiredAccess, id: number): boolean {
  return scenes[String(id)] !== undefined;
}

function isOpen({ scenes }: ObservedAccess, sceneId: number): boolean {
  return scenes.some(({ id, state }) => id === sceneId && state === 'open');
}

/** WeChat pushes neither what it has seen nor that a ban ended: it is looked for, the rarer the longer nothing moves. */
function lastProgress({ openedAt, tasks, scenes }: ObservedAccess): string | null {
  const times = [openedAt, ...Object.values(tasks).flatMap(({ seenAt, declaredAt }) => [seenAt, declaredAt])];
  return [...times, ...scenes.map(({ since }) => since)]
    .filter((time) => time !== null)
    .reduce<string | null>((latest, time) => (latest === null || time > latest ? time : latest), null);
}

function waitReason(desired: DesiredAccess, observed: ObservedAccess): string {
  const step = TASK_STEPS.find((open) => !isTaskDone(observed, open));
  if (step === undefined) return 'WeChat is reviewing a scene';
  const [need] = needsOf(step, desired, observed);
  return need?.kind === 'declaration'
    ? `step ${step}: somebody has to say that it is ${need.declaration}`
    : `step ${step}: WeChat has not seen it succeed yet`;
}

function park(problems: readonly Problem[], { readAt }: ObservedAccess, now: Date): AccessPlan {
  const until = later(readAt, PARKED_LOOK_MS, now);
  return now < until ? { kind: 'park', problems, until } : run(check);
}

function idle({ readAt }: ObservedAccess, now: Date): AccessPlan {
  const until = later(readAt, DAY, now);
  return now < until ? { kind: 'idle', until } : run(check);
}

function later(since: string | null, ms: number, now: Date): Date {
  return new Date((since === null ? now.getTime() : Date.parse(since)) + ms);
}
