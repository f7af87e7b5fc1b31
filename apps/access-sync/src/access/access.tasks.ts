import type { AccessStep } from '@tongbu/contracts';
import type { AccessTask } from '@tongbu/wechat';
import type { DesiredAccess, Generation, ObservedAccess, TaskProgress } from './access';

export type TaskStep = Extract<AccessStep, '2.2' | '2.3' | '2.4' | '2.5' | '2.6' | '2.7'>;

const COMMON = { '2.2': 'products', '2.4': 'delivery', '2.6': 'testing', '2.7': 'release' } as const;

/** The task of each step. Which orders and after-sales an account has follows from its generation. */
export const TASK_OF_STEP: Readonly<Record<Generation, Readonly<Record<TaskStep, AccessTask>>>> = {
  first: { ...COMMON, '2.3': 'first-generation-orders', '2.5': 'first-generation-aftersales' },
  second: { ...COMMON, '2.3': 'orders', '2.5': 'aftersales' },
};

export const TASK_STEPS: readonly TaskStep[] = ['2.2', '2.3', '2.4', '2.5', '2.6', '2.7'];
/** Those that have an interface. */
export const SEEN_BY_WECHAT: readonly TaskStep[] = ['2.2', '2.3', '2.4', '2.5'];

const NOTHING: TaskProgress = { seenAt: null, declaredAt: null };

export function taskProgress({ tasks, generation }: ObservedAccess, step: TaskStep): TaskProgress {
  return tasks[TASK_OF_STEP[generation][step]] ?? NOTHING;
}

export function isTaskDone(observed: ObservedAccess, step: TaskStep): boolean {
  return observed.allTasksDone || taskProgress(observed, step).declaredAt !== null;
}

export function areTasksDone(observed: ObservedAccess): boolean {
  return TASK_STEPS.every((step) => isTaskDone(observed, step));
}

/** What is missing before a task may be declared done; empty: nothing. */
export type TaskNeed =
  | { readonly kind: 'seen' }
  | { readonly kind: 'step'; readonly step: TaskStep }
  | { readonly kind: 'declaration'; readonly declaration: 'tested' | 'released' | 'cashier-changed' };

/**
 * What WeChat sees itself is declared only when it has. Tests come after all of that, the release last; both only count
 * when they were done after the component was last seen closed, and the release needs the changed cashier in it.
 */
export function needsOf(step: TaskStep, desired: DesiredAccess, observed: ObservedAccess): TaskNeed[] {
  switch (step) {
    case '2.6': {
      const open = SEEN_BY_WECHAT.filter((before) => !isTaskDone(observed, before));
      if (open.length > 0) return open.map((before) => ({ kind: 'step', step: before }));
      return isDeclared(desired, observed, 'tested') ? [] : [{ kind: 'declaration', declaration: 'tested' }];
    }
    case '2.7':
      if (!isTaskDone(observed, '2.6')) return [{ kind: 'step', step: '2.6' }];
      return (['cashier-changed', 'released'] as const)
        .filter((declaration) => !isDeclared(desired, observed, declaration))
        .map((declaration) => ({ kind: 'declaration', declaration }));
    default:
      return taskProgress(observed, step).seenAt === null ? [{ kind: 'seen' }] : [];
  }
}

function isDeclared(
  { declared }: DesiredAccess,
  { closedAt }: ObservedAccess,
  what: 'tested' | 'released' | 'cashier-changed',
): boolean {
  const at = declared[what];
  if (at === undefined) return false;
  return what === 'cashier-changed' || closedAt === null || at > closedAt;
}
