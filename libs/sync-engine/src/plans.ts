import type { Clock } from '@tongbu/platform';
import { isRefused, type Command, type Plan, type Planner } from './planner';
import type { SyncRow } from './row';
import type { Settlement, Step } from './row-store';
import { heldByOperator, postpone, settle, type Rest } from './settlements';

/** A row as it will be, with what is to be done then. */
interface Ahead<Desired, Observed, C extends Command> {
  readonly row: SyncRow<Desired, Observed>;
  readonly plan: Plan<C> | Rest<C>;
}

/** How a row is left whose turn in the line of a quota is yet to come, and when it comes. */
export interface Turn {
  readonly settlement: Settlement;
  readonly at: Date;
}

/** What is to be done with a row, now and after a step that is yet to be stored. */
export class Plans<Desired, Observed, C extends Command, Fact> {
  constructor(
    private readonly planner: Planner<Desired, Observed, C, Fact>,
    private readonly clock: Clock,
  ) {}

  /** The planner's plan, except that a command WeChat has refused before is not sent again as it was. */
  next(row: SyncRow<Desired, Observed>): Plan<C> | Rest<C> {
    if (row.heldReason !== null) return { kind: 'blocked', problems: [heldByOperator(row.heldReason)] };
    const plan = this.planner.plan(row, this.clock.now());
    if (plan.kind !== 'run') return plan;
    if (row.intent !== null && plan.command.effect !== 'read') {
      throw new Error(`${plan.command.name} planned while the outcome of ${row.intent.command} is unknown`);
    }
    if (row.refusal !== null && isRefused(plan.command, row)) {
      return { kind: 'blocked', problems: row.refusal.problems };
    }
    return { kind: 'run', command: inLaneOf(row, plan.command) };
  }

  /**
   * A command that has its place in the line of a quota waits for its turn, whatever else changes meanwhile. Asking
   * again, it would lose the place, and nobody would use it.
   */
  waitingTurn(row: SyncRow<Desired, Observed>, { name, lane }: C): Turn | undefined {
    const { place } = row;
    if (place === null || place.command !== name || place.lane !== lane) return undefined;
    const at = new Date(place.at);
    if (at <= this.clock.now()) return undefined;
    return { settlement: { ...postpone(row.generation, row.attempts, at, place.reason), place }, at };
  }

  dated(row: SyncRow<Desired, Observed>, settlement: Settlement): Settlement {
    return { ...settlement, dueAt: this.planner.dueAt?.(row) ?? null };
  }

  /** What comes after a step, unless something comes meanwhile; undefined when nobody here knows what the row is by then. */
  ahead(before: SyncRow<Desired, Observed>, step: Step<Observed>): Ahead<Desired, Observed, C> | undefined {
    if (step.facts !== undefined && step.facts.length > 0) return undefined;
    const row = rowAfter(before, step);
    return row && { row, plan: this.next(row) };
  }

  /** How the row can be left together with the step before; undefined when there is more to do after it, or to tell. */
  endOf({ row, plan }: Ahead<Desired, Observed, C>): Settlement | undefined {
    if (plan.kind === 'run') return undefined;
    const settlement = settle(this.planner, row, plan);
    const { events, timeline, waitingFor = [] } = settlement;
    if (events.length > 0 || timeline.length > 0 || !names(row, waitingFor)) return undefined;
    return this.dated(row, settlement);
  }

  /** The command whose intent can be stored together with the step before. */
  beginningOf({ row, plan }: Ahead<Desired, Observed, C>): C | undefined {
    if (plan.kind !== 'run' || plan.command.effect !== 'once') return undefined;
    const { looksAt = [] } = plan.command;
    return names(row, looksAt) && this.waitingTurn(row, plan.command) === undefined
      ? plan.command
      : undefined;
  }
}

/** Whether it has said that it waits for these. */
export function names({ waitingFor }: SyncRow, facts: readonly string[]): boolean {
  return facts.every((fact) => waitingFor.includes(fact));
}

/** The row as it will be read after a step, unless something comes; undefined when a hint has come that was not there before. */
function rowAfter<Desired, Observed>(
  row: SyncRow<Desired, Observed>,
  { observed, timeline, events, facts, traceparent, begin, hintRead, ...columns }: Step<Observed>,
): SyncRow<Desired, Observed> | undefined {
  if (hintRead !== undefined && hintRead < row.generation && row.hint !== null) return undefined;
  return {
    ...row,
    ...columns,
    // As the database gives it back, without members that are undefined.
    ...(observed === undefined ? {} : { observed: JSON.parse(JSON.stringify(observed)) as Observed }),
    ...(hintRead === undefined ? {} : { hint: null }),
  };
}

/** The row as it is after it was left so. */
export function rowLeft<Desired, Observed>(
  row: SyncRow<Desired, Observed>,
  { state, attempts, generation, problems, waitingFor = [], dueAt = null, place }: Settlement,
): SyncRow<Desired, Observed> {
  return {
    ...row,
    state,
    attempts,
    observedGeneration: generation,
    problems,
    waitingFor,
    dueAt,
    place: place ?? null,
    contradictions: state === 'settled' ? null : row.contradictions,
    parkedGeneration: state === 'parked' ? row.desiredGeneration : row.parkedGeneration,
  };
}

/** A row that nothing but a backfill has woken does its ordinary work within the backfill's part of the quotas. */
function inLaneOf<C extends Command>({ lane }: SyncRow, command: C): C {
  return lane === 'backfill' && command.lane === 'content' ? { ...command, lane } : command;
}
