import type { Clock } from '@tongbu/platform';
import type { EventDraft } from './planner';
import { rowLeft } from './plans';
import type { Hint, SyncKey, SyncRow, TimelineEntry } from './row';
import { pileUp, UNTOUCHED, type NumberedHint } from './row-mapper';
import type { RowStore, Settlement, Step } from './row-store';

interface Held<Desired, Observed> {
  row: SyncRow<Desired, Observed>;
  hints: readonly NumberedHint[];
  hintRead: number;
  nextTime: Date | null;
  leaseToken: string | null;
  /** In the clock's monotonic milliseconds. */
  leaseUntil: number;
}

export interface PublishedEvent extends EventDraft {
  readonly entityId: string;
}

/** The rows in memory, for tests of planners: same behaviour as {@link PostgresRowStore}, same test suite. */
export class MemoryRowStore<Desired, Observed> implements RowStore<Desired, Observed> {
  private readonly rows = new Map<string, Held<Desired, Observed>>();
  private readonly eventIds = new Set<string>();
  readonly events: PublishedEvent[] = [];
  readonly timeline: TimelineEntry[] = [];

  constructor(
    private readonly clock: Clock,
    /** Called when facts became true. */
    private readonly becameTrue: (appId: string, facts: readonly string[]) => void = () => undefined,
  ) {}

  change(key: SyncKey, desired: Desired, version: number | null = null): void {
    const held = this.rows.get(name(key));
    const generation = (held?.row.generation ?? 0) + 1;
    const row: SyncRow<Desired, Observed> = {
      ...(held?.row ?? emptyRow(key)),
      desired: clone(desired),
      desiredVersion: version ?? held?.row.desiredVersion ?? null,
      desiredGeneration: generation,
      generation,
    };
    const due = { row, nextTime: this.clock.now() };
    this.rows.set(name(key), {
      hints: [],
      hintRead: 0,
      leaseToken: null,
      leaseUntil: 0,
      ...held,
      ...due,
    });
  }

  hint(key: SyncKey, hint: Hint): boolean {
    const held = this.rows.get(name(key));
    if (held === undefined) return false;
    const generation = held.row.generation + 1;
    Object.assign(held, { hints: [...held.hints, { ...hint, generation }], nextTime: this.clock.now() });
    held.row = { ...held.row, generation };
    return true;
  }

  /** As `wakeWaiting` does with rows in Postgres. */
  wakeWaiting(appId: string, kind: string, facts: readonly string[]): void {
    for (const held of this.rows.values()) {
      const { row } = held;
      if (row.appId !== appId || row.kind !== kind) continue;
      if (!row.waitingFor.some((fact) => facts.includes(fact))) continue;
      held.row = { ...row, generation: row.generation + 1 };
      held.nextTime = this.clock.now();
    }
  }

  /** When the row wants to be woken. */
  nextTime(key: SyncKey): Date | null {
    return this.rows.get(name(key))?.nextTime ?? null;
  }

  row(key: SyncKey): SyncRow<Desired, Observed> | undefined {
    const held = this.rows.get(name(key));
    return held && visible(held);
  }

  async lease(key: SyncKey, token: string, ttlMs: number): Promise<SyncRow<Desired, Observed> | undefined> {
    const held = this.rows.get(name(key));
    if (held === undefined || held.leaseUntil > this.clock.monotonic()) return undefined;
    held.leaseToken = token;
    this.extend(held, ttlMs);
    return visible(held);
  }

  async renew(key: SyncKey, token: string, ttlMs: number): Promise<boolean> {
    const held = this.held(key, token);
    if (held === undefined || held.leaseUntil <= this.clock.monotonic()) return false;
    this.extend(held, ttlMs);
    return true;
  }

  async commit(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    const held = this.held(key, token);
    if (held === undefined) return undefined;
    const { observed, begin, refusal, contradictions, attempts, hintRead } = step;
    const intent = begin?.generation === held.row.generation ? begin.intent : step.intent;
    held.row = {
      ...held.row,
      ...(observed === undefined ? {} : { observed: clone(observed) }),
      ...(intent === undefined ? {} : { intent: clone(intent) }),
      ...(refusal === undefined ? {} : { refusal: clone(refusal) }),
      ...(contradictions === undefined ? {} : { contradictions: clone(contradictions) }),
      ...(attempts === undefined ? {} : { attempts }),
    };
    if (hintRead !== undefined) held.hintRead = hintRead;
    this.publish(key, step);
    if (step.facts !== undefined) this.becameTrue(key.appId, step.facts);
    return visible(held);
  }

  async announce(
    key: SyncKey,
    token: string,
    facts: readonly string[],
    late: boolean,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    const held = this.held(key, token);
    if (held === undefined) return undefined;
    const generation = held.row.generation + (late ? 1 : 0);
    held.row = { ...held.row, waitingFor: [...facts], generation };
    return visible(held);
  }

  async release(
    key: SyncKey,
    token: string,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>> {
    const held = this.held(key, token);
    if (held === undefined) return 'lost';
    if (held.row.generation !== settlement.generation) return visible(held);
    held.row = rowLeft(held.row, { ...settlement, problems: clone(settlement.problems) });
    Object.assign(held, {
      hintRead: Math.max(held.hintRead, settlement.hintRead ?? 0),
      nextTime: settlement.nextTime,
      leaseToken: null,
      leaseUntil: 0,
    });
    this.publish(key, settlement);
    return 'released';
  }

  async finish(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>> {
    if ((await this.commit(key, token, step)) === undefined) return 'lost';
    return this.release(key, token, settlement);
  }

  private held(key: SyncKey, token: string): Held<Desired, Observed> | undefined {
    const held = this.rows.get(name(key));
    return held?.leaseToken === token ? held : undefined;
  }

  private extend(held: Held<Desired, Observed>, ttlMs: number): void {
    held.leaseUntil = this.clock.monotonic() + ttlMs;
    held.nextTime = new Date(this.clock.now().getTime() + ttlMs + 500);
  }

  private publish(
    key: SyncKey,
    { events, timeline }: { events: readonly EventDraft[]; timeline: readonly TimelineEntry[] },
  ): void {
    this.timeline.push(...timeline);
    for (const event of events) {
      const id = `${event.type}:${key.appId}:${key.entityId}:${event.key}`;
      if (this.eventIds.has(id)) continue;
      this.eventIds.add(id);
      this.events.push({ ...event, entityId: key.entityId });
    }
  }
}

const name = (key: SyncKey) => `${key.appId}/${key.kind}/${key.entityId}`;
/** As Postgres gives JSON back: without absent members, and the others in an order of its own, the shortest name first. */
function clone<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(reordered(value))) as T);
}

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([member, content]) => [member, reordered(content)]),
  );
}

function visible<Desired, Observed>(held: Held<Desired, Observed>): SyncRow<Desired, Observed> {
  return { ...held.row, hint: pileUp(held.hints, held.hintRead) };
}

function emptyRow(key: SyncKey): Omit<SyncRow<never, never>, 'desired'> {
  return {
    ...UNTOUCHED,
    ...key,
    desiredVersion: null,
    desiredGeneration: 0,
    generation: 0,
    traceparent: null,
    lane: 'content',
    waitingFor: [],
  };
}
