import type { Problem } from '@tongbu/contracts';
import type { Lane } from '@tongbu/platform';
import type { SyncRow } from './row';

/** What a planner may look at. */
export type PlanState<Desired, Observed> = Pick<
  SyncRow<Desired, Observed>,
  | 'appId'
  | 'entityId'
  | 'desired'
  | 'desiredVersion'
  | 'desiredGeneration'
  | 'generation'
  | 'hint'
  | 'observed'
  | 'intent'
  | 'refusal'
>;

/**
 * Something to do at WeChat.
 *
 * - `read`: reads the entity. Settles an intent without an outcome and the hints received so far.
 * - `repeatable`: running it twice is the same as running it once.
 * - `once`: must not be repeated before a look-up. Its intent is committed before it is sent.
 */
export interface Command {
  readonly name: string;
  readonly effect: 'read' | 'repeatable' | 'once';
  readonly lane: Lane;
  /** Names what the command would do, so that a refusal is remembered for this and no other content. */
  readonly fingerprint: string;
  /** Facts it looks at, as in `waitingFor`. The row names them before it looks, so that it misses none that becomes true. */
  readonly looksAt?: readonly string[];
  /** For `once`: what a later look-up needs to recognise the effect. */
  readonly intent?: Readonly<Record<string, unknown>>;
}

/**
 * Whether WeChat has refused this command for good, and neither the merchant nor an operator has asked again since: the
 * cause may be mended elsewhere. The driver does not send it, and parks the row where it is planned. A planner asks when
 * the thing has more to do than what was refused.
 */
export function isRefused(
  { name, fingerprint }: Pick<Command, 'name' | 'fingerprint'>,
  { refusal, desiredGeneration }: Pick<SyncRow, 'refusal' | 'desiredGeneration'>,
): boolean {
  return (
    refusal !== null &&
    name === refusal.command &&
    fingerprint === refusal.fingerprint &&
    desiredGeneration === refusal.desiredGeneration
  );
}

export type Plan<C extends Command> =
  | { readonly kind: 'run'; readonly command: C }
  | {
      readonly kind: 'wait';
      readonly until: Date;
      readonly reason: string;
      readonly waitingFor?: readonly string[];
    }
  /**
   * `until`: plan again then, because what is missing may have appeared by itself. `waitingFor`: facts about other
   * things, such as `category:4411`; whoever finds one of them to be true has the row planned again at once.
   */
  | {
      readonly kind: 'park';
      readonly problems: readonly Problem[];
      readonly until?: Date;
      readonly waitingFor?: readonly string[];
    }
  /** Both sides agree. `until`: look again then, for what no callback may have told. */
  | { readonly kind: 'idle'; readonly until?: Date };

/** An event to publish. Its id is built from `type`, entity and `key`, so the same fact always has the same id. */
export interface EventDraft {
  readonly type: string;
  readonly key: string;
  readonly data: unknown;
}

export interface Reduction<Observed> {
  readonly observed: Observed;
  readonly events: readonly EventDraft[];
  /** What others may wait for and is true from now on, as they named it in `waitingFor`. */
  readonly facts?: readonly string[];
}

/**
 * The rules of one kind of thing. Pure: no I/O, no clock, no randomness, no framework.
 *
 * `plan` compares what is wanted with what is known and names the next step. Run to the end against any history of
 * answers, it must converge and stop. While `state.intent` is set it must answer with a `read`.
 */
export interface Planner<Desired, Observed, C extends Command, Fact> {
  readonly kind: string;
  plan(state: PlanState<Desired, Observed>, now: Date): Plan<C>;
  /** What we know after WeChat told us `fact`, and what the merchant should hear. */
  reduce(state: PlanState<Desired, Observed>, fact: Fact, now: Date): Reduction<Observed>;
  /** The event that tells the merchant why nothing goes on. */
  parked(state: PlanState<Desired, Observed>, problems: readonly Problem[]): Omit<EventDraft, 'key'>;
  /** By when this should be done, for kinds that have a deadline: within a lane the earlier goes first. */
  dueAt?(state: PlanState<Desired, Observed>): Date | null;
}

/** What became of a command. `note` goes to the timeline: endpoint, errcode, `rid`, duration. */
export type Execution<Fact> = { readonly note?: Readonly<Record<string, unknown>> } & (
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** WeChat will never take this as it is. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** The same, reduced instead of remembered on the row: the kind keeps in `observed` what may be refused beside other things. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[]; readonly fact: Fact }
  /** WeChat's answer contradicts what we knew; `fact` is what it proves. Plan again, most likely a read. */
  | { readonly kind: 'stale'; readonly fact: Fact; readonly problems: readonly Problem[] }
  /** Nobody knows whether it was applied. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** It was not applied, and trying again later may help. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** It was not sent. Try at `until`, or when one of the facts becomes true; costs no attempt. */
  | {
      readonly kind: 'deferred';
      readonly until: Date;
      readonly reason: string;
      readonly waitingFor?: readonly string[];
      /** `until` is its turn within a quota; asked again before, it would get another one behind all others. */
      readonly inLine?: boolean;
    }
);

export interface ExecutionContext {
  /** {@link Clock.monotonic} time after which nothing may be sent any more: the lease would be gone. */
  readonly notAfter: number;
  /** The trace of whoever asked for it, for the log. */
  readonly traceId?: string;
}

/** Runs the commands of one kind. The only part that talks to WeChat. */
export interface Executor<Desired, Observed, C extends Command, Fact> {
  execute(
    command: C,
    state: PlanState<Desired, Observed>,
    context: ExecutionContext,
  ): Promise<Execution<Fact>>;
}
