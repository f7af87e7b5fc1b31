import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { Command, Plan, Planner } from './planner';
import type { SyncRow } from './row';
import type { Settlement } from './row-store';

/** A plan that leads to nothing to run, or what keeps the planner's command from being run. */
export type Rest<C extends Command> =
  Exclude<Plan<C>, { kind: 'run' }> | { readonly kind: 'blocked'; readonly problems: readonly Problem[] };

/** How a row is left when there is nothing to run. */
export function settle<Desired, Observed, C extends Command, Fact>(
  planner: Planner<Desired, Observed, C, Fact>,
  row: SyncRow<Desired, Observed>,
  rest: Rest<C>,
): Settlement {
  const { generation } = row;
  const left = {
    generation,
    attempts: 0,
    nextTime: null,
    reason: null,
    problems: null,
    timeline: [],
    events: [],
  };
  const planned = { ...left, hintRead: generation };
  switch (rest.kind) {
    case 'idle':
      return { ...planned, state: 'settled', nextTime: rest.until ?? null };
    case 'wait':
      return {
        ...planned,
        state: 'waiting',
        nextTime: rest.until,
        reason: rest.reason,
        waitingFor: rest.waitingFor ?? [],
      };
    case 'park': {
      const { problems, until = null, waitingFor = [] } = rest;
      return {
        ...planned,
        ...announcement(planner, row, problems),
        state: 'parked',
        problems,
        waitingFor,
        nextTime: until,
      };
    }
    case 'blocked': {
      // What a hint asked for was not done; it is looked at when the way is free again.
      const { problems } = rest;
      return { ...left, ...announcement(planner, row, problems), state: 'parked', problems };
    }
    default:
      return assertUnreachable(rest);
  }
}

/**
 * How a row is left when a command has to be tried again later. Hints are still to be looked at. `generation` is the one
 * that was planned: what came during the call is planned now, not later.
 */
export function postpone(generation: number, attempts: number, nextTime: Date, reason: string): Settlement {
  return {
    generation,
    attempts,
    state: 'waiting',
    nextTime,
    reason,
    problems: null,
    timeline: [],
    events: [],
  };
}

/** Each change by the merchant is answered; a callback or a retry that ends in the same place is not news. */
function announcement<Desired, Observed, C extends Command, Fact>(
  planner: Planner<Desired, Observed, C, Fact>,
  row: SyncRow<Desired, Observed>,
  problems: readonly Problem[],
): Pick<Settlement, 'timeline' | 'events'> {
  if (
    row.parkedGeneration === row.desiredGeneration &&
    isDeepStrictEqual(asStored(row.problems), asStored(problems))
  ) {
    return { timeline: [], events: [] };
  }
  // The same content may be parked again for another reason: what was missing came, and WeChat refused the product.
  const reasons = createHash('sha256').update(JSON.stringify(problems)).digest('base64url').slice(0, 11);
  return {
    timeline: [{ type: 'state', summary: 'parked', detail: { problems } }],
    events: [{ ...planner.parked(row, problems), key: `${row.generation}-${reasons}` }],
  };
}

/** As the database gives it back, without members that are undefined. */
function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

export function heldByOperator(reason: string): Problem {
  return {
    code: 'held',
    message: `An operator has stopped the work on this: ${reason}`,
    messageZh: `运营人员已暂停处理：${reason}`,
    fix: 'Wait until it is released.',
    fixZh: '请等待恢复处理。',
  };
}
