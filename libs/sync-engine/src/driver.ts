import type { Problem } from '@tongbu/contracts';
import { assertUnreachable, isRetriable, traceOf, type Clock, type Lane, type Trace } from '@tongbu/platform';
import { Lease } from './lease';
import type { Command, Execution, Executor, Plan, Planner } from './planner';
import { names, Plans, rowLeft } from './plans';
import { retryDelay } from './retry-delay';
import type { Intent, Refusal, SyncKey, SyncRow, TimelineEntry } from './row';
import type { RowStore, Settlement, Step } from './row-store';
import { postpone, settle, type Rest } from './settlements';

/** What the caller of {@link Driver.drive} should do next. */
export type DriveResult<Desired = unknown, Observed = unknown> =
  /**
   * Nothing: the row is settled, parked, waits for its time, or another worker has it. `ended`: the row as it was left with its
   * plan at an end, where the driver knows.
   */
  | { readonly kind: 'done'; readonly ended?: SyncRow<Desired, Observed> }
  /** Come back at `at` in this lane: a quota said so. */
  | { readonly kind: 'deferred'; readonly at: Date; readonly lane: Lane };

export interface DriverOptions {
  /** How long a row stays ours without renewal, in ms. Longer than a call to WeChat takes at most (10 s). */
  readonly leaseMs: number;
  /** Steps of one drive, after which a planner is taken to be going in circles. */
  readonly maxSteps: number;
  /** How often WeChat's answer may contradict what we know, without a command that works, before the row is parked. */
  readonly maxStale: number;
}

export const defaultDriverOptions: DriverOptions = { leaseMs: 12_000, maxSteps: 100, maxStale: 5 };

/** Where a drive reports what it did, for metrics and logs. */
export interface DriveObserver {
  executed?(command: Command, outcome: Execution<unknown>['kind'], ms: number): void;
}

/** A command whose intent is stored, with the row that it was planned for. */
interface Begun<Desired, Observed, C> {
  readonly command: C;
  readonly planned: SyncRow<Desired, Observed>;
}

type RunResult<Desired, Observed, C> =
  | {
      readonly kind: 'row';
      readonly row: SyncRow<Desired, Observed>;
      readonly begun?: Begun<Desired, Observed, C>;
    }
  /** It came to the end of its plan. */
  | { readonly kind: 'ended'; readonly row: SyncRow<Desired, Observed> }
  | {
      readonly kind: 'leave';
      readonly row: SyncRow<Desired, Observed>;
      readonly settlement: Settlement;
      readonly result: DriveResult<never, never>;
    };

class LeaseLost extends Error {}

/**
 * Plans one row, runs what the plan says, and plans again until there is nothing to do.
 *
 * The crash points and what follows each: before the intent is committed, nothing has happened. Between intent and
 * call, and between call and commit, the next driver finds the intent and reads the entity before anything else.
 * After the commit, the outcome and its events are stored together. In every case the lease runs out and the sweeper
 * brings the row back; a process that lives on, because only Postgres was away, ends the lease itself.
 */
export class Driver<Desired, Observed, C extends Command, Fact> {
  private readonly plans: Plans<Desired, Observed, C, Fact>;

  constructor(
    private readonly planner: Planner<Desired, Observed, C, Fact>,
    private readonly executor: Executor<Desired, Observed, C, Fact>,
    private readonly store: RowStore<Desired, Observed>,
    private readonly clock: Clock,
    private readonly observer: DriveObserver = {},
    private readonly random: () => number = Math.random,
    private readonly options: DriverOptions = defaultDriverOptions,
  ) {
    this.plans = new Plans(planner, clock);
  }

  async drive(key: SyncKey): Promise<DriveResult<Desired, Observed>> {
    const lease = this.leaseOf(key);
    const row = await lease.take();
    return row === undefined ? { kind: 'done' } : this.driveLeased(lease, row);
  }

  /** A lease that is yet to be taken. */
  leaseOf(key: SyncKey): Lease<Desired, Observed> {
    return new Lease(key, this.store, this.clock, this.options.leaseMs);
  }

  /** As {@link drive}, of a row that was just leased. */
  async driveLeased(
    lease: Lease<Desired, Observed>,
    row: SyncRow<Desired, Observed>,
  ): Promise<DriveResult<Desired, Observed>> {
    try {
      return await this.run(lease, row, traceOf(row.traceparent));
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'done' };
      if (isRetriable(error)) void lease.end();
      throw error;
    } finally {
      lease.letGo();
    }
  }

  private async run(
    lease: Lease<Desired, Observed>,
    leased: SyncRow<Desired, Observed>,
    trace: Trace,
  ): Promise<DriveResult<Desired, Observed>> {
    const { key, token } = lease;
    let row = leased;
    let begun: Begun<Desired, Observed, C> | undefined;
    for (let step = 0; step < this.options.maxSteps; step += 1) {
      const plan: Plan<C> | Rest<C> =
        begun === undefined ? this.plans.next(row) : { kind: 'run', command: begun.command };
      if (plan.kind !== 'run') {
        const settlement = settle(this.planner, row, plan);
        const { waitingFor = [] } = settlement;
        if (!names(row, waitingFor)) {
          // What it waits for may have become true since it looked, and nobody knew then that it would wait.
          row = held(await this.store.announce(key, token, waitingFor, true));
          continue;
        }
        const left = await this.release(lease, row, { ...settlement, traceparent: trace.traceparent });
        if (left === 'released' || left === 'lost') return { kind: 'done' };
        row = left;
        continue;
      }
      const { looksAt = [] } = plan.command;
      if (begun === undefined && !names(row, looksAt)) {
        row = held(await this.store.announce(key, token, [...row.waitingFor, ...looksAt], false));
        continue;
      }
      const turn = begun === undefined ? this.plans.waitingTurn(row, plan.command) : undefined;
      const next: RunResult<Desired, Observed, C> =
        turn === undefined
          ? await this.runCommand(lease, row, plan.command, begun, trace)
          : {
              kind: 'leave',
              row,
              settlement: turn.settlement,
              result: { kind: 'deferred', at: turn.at, lane: plan.command.lane },
            };
      if (next.kind === 'ended') return { kind: 'done', ended: next.row };
      if (next.kind === 'row') {
        ({ row, begun } = next);
        continue;
      }
      begun = undefined;
      // What it has looked at may become true while it waits to go on.
      const waitingFor = [...new Set([...next.row.waitingFor, ...(next.settlement.waitingFor ?? [])])];
      const left = await this.release(lease, next.row, { ...next.settlement, waitingFor });
      if (left === 'released') return next.result;
      if (left === 'lost') return { kind: 'done' };
      row = left;
    }
    throw new Error(`the planner of ${key.kind} goes in circles`);
  }

  private release(
    { key, token }: Lease<Desired, Observed>,
    row: SyncRow<Desired, Observed>,
    settlement: Settlement,
  ) {
    return this.store.release(key, token, this.plans.dated(row, settlement));
  }

  private intentOf({ name, intent = {} }: Command): Intent {
    return { command: name, detail: intent, at: this.clock.now().toISOString() };
  }

  private async runCommand(
    lease: Lease<Desired, Observed>,
    asItIs: SyncRow<Desired, Observed>,
    command: C,
    begun: Begun<Desired, Observed, C> | undefined,
    { traceId, traceparent }: Trace,
  ): Promise<RunResult<Desired, Observed, C>> {
    const { key, token } = lease;
    const commit = async (step: Step<Observed>) =>
      held(await this.store.commit(key, token, { ...step, traceparent }));
    const planned = begun?.planned ?? asItIs;
    let row = asItIs;
    if (command.effect === 'once' && begun === undefined) {
      // New content that arrived meanwhile waits for the next plan; what was planned is what is sent.
      row = await commit({ intent: this.intentOf(command), timeline: [], events: [] });
    }
    const started = this.clock.monotonic();
    const outcome = await this.executor.execute(command, planned, {
      notAfter: lease.until,
      traceId,
    });
    const ms = Math.round(this.clock.monotonic() - started);
    this.observer.executed?.(command, outcome.kind, ms);

    const timeline = [callEntry(command, outcome, ms)];
    // What an answer of any kind proves: a read has seen the truth, and a command that was answered is not pending.
    const answered: Pick<Step<Observed>, 'intent' | 'hintRead'> = command.effect === 'read'
      ? { intent: null, hintRead: planned.generation }
      : { intent: null };
    switch (outcome.kind) {
      case 'fact': {
        const reduction = this.planner.reduce(row, outcome.fact, this.clock.now());
        const worked = command.effect === 'read' ? {} : { attempts: 0, refusal: null, contradictions: null };
        const step = { ...answered, ...worked, ...reduction, timeline };
        const ahead = this.plans.ahead(row, step);
        const end = ahead && this.plans.endOf(ahead);
        if (ahead !== undefined && end !== undefined) {
          const left = await this.store.finish(key, token, { ...step, traceparent }, end);
          if (left === 'lost') throw new LeaseLost();
          return left === 'released'
            ? { kind: 'ended', row: rowLeft(ahead.row, end) }
            : { kind: 'row', row: left };
        }
        const next = ahead && this.plans.beginningOf(ahead);
        if (ahead === undefined || next === undefined) return { kind: 'row', row: await commit(step) };
        const { generation } = ahead.row;
        row = await commit({ ...step, begin: { generation, intent: this.intentOf(next) } });
        const isBegun = row.generation === generation;
        return { kind: 'row', row, begun: isBegun ? { command: next, planned: ahead.row } : undefined };
      }
      case 'stale': {
        const reduction = this.planner.reduce(row, outcome.fact, this.clock.now());
        const { desiredGeneration } = planned;
        const times = timesContradicted(planned) + 1;
        const counted =
          times > this.options.maxStale
            ? { refusal: this.refusal(command, planned, outcome.problems), contradictions: null }
            : { contradictions: { times, desiredGeneration } };
        row = await commit({ ...answered, ...counted, ...reduction, timeline });
        return { kind: 'row', row };
      }
      case 'refused': {
        const intent = command.effect === 'read' ? {} : { intent: null };
        const noted =
          'fact' in outcome
            ? this.planner.reduce(row, outcome.fact, this.clock.now())
            : { refusal: this.refusal(command, planned, outcome.problems), events: [] };
        row = await commit({ ...intent, ...noted, attempts: 0, timeline });
        return { kind: 'row', row };
      }
      case 'unknown':
      case 'failed': {
        const attempts = row.attempts + 1;
        const intent = command.effect === 'once' && outcome.kind === 'failed' ? { intent: null } : {};
        row = await commit({ ...intent, attempts, timeline, events: [] });
        const nextTime = new Date(this.clock.now().getTime() + retryDelay(attempts, this.random));
        return {
          kind: 'leave',
          row,
          settlement: postpone(planned.generation, attempts, nextTime, outcome.reason),
          result: { kind: 'done' },
        };
      }
      case 'deferred': {
        if (command.effect === 'once') row = await commit({ intent: null, timeline: [], events: [] });
        const { until, reason, waitingFor, inLine } = outcome;
        const { name, lane } = command;
        const place = inLine === true ? { command: name, lane, at: until.toISOString(), reason } : undefined;
        return {
          kind: 'leave',
          row,
          settlement: { ...postpone(planned.generation, row.attempts, until, reason), waitingFor, place },
          // Only a quota says when to come back; what waits for a fact is brought back by the sweeper.
          result: waitingFor === undefined ? { kind: 'deferred', at: until, lane } : { kind: 'done' },
        };
      }
      default:
        return assertUnreachable(outcome);
    }
  }

  private refusal(
    { name, fingerprint }: Command,
    { desiredGeneration }: SyncRow<Desired, Observed>,
    problems: readonly Problem[],
  ): Refusal {
    return { command: name, fingerprint, desiredGeneration, problems, at: this.clock.now().toISOString() };
  }
}

/** The row, which somebody else has when a write answers none. */
function held<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new LeaseLost();
  return row;
}

/** Other content starts anew: what was contradicted may be mended by it. */
function timesContradicted({ contradictions, desiredGeneration }: SyncRow): number {
  return contradictions?.desiredGeneration === desiredGeneration ? contradictions.times : 0;
}

function callEntry(command: Command, outcome: Execution<unknown>, ms: number): TimelineEntry {
  const { note, ...rest } = outcome;
  const why =
    'reason' in rest ? { reason: rest.reason } : 'problems' in rest ? { problems: rest.problems } : {};
  return {
    type: 'call',
    summary: `${command.name}: ${outcome.kind}`,
    detail: { lane: command.lane, ms, ...why, ...note },
  };
}
