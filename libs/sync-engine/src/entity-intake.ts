import type { CloudEvent } from '@tongbu/contracts';
import type { Inbox } from '@tongbu/messaging';
import {
  assertUnreachable,
  CodedError,
  GroupCommit,
  messageOf,
  type Database,
  type Lane,
  type Logger,
  type Transaction,
  withDeadline,
} from '@tongbu/platform';
import { DesiredBatch, type Beginning } from './desired-batch';
import {
  beginRow,
  changeDesired,
  decideChange,
  giveHint,
  holdRow,
  type ChangeRequest,
  type ChangeResult,
  type KnownRow,
} from './intake';
import type { Hint, SyncKey, SyncRow } from './row';
import { madeRow } from './row-mapper';
import type { WakeUp } from './work-queue';

/** BullMQ waits without end for its first connection; the sweeper does not mind. */
const WAKE_WITHIN_MS = 1_000;

/** What became of an event. */
export type IntakeResult<Desired = unknown, Observed = unknown> =
  /** `key`: the row that was changed; `leased`: as it was made with the caller's lease. */
  | (Extract<ChangeResult, { kind: 'changed' }> & {
      readonly key: SyncKey;
      readonly leased?: SyncRow<Desired, Observed>;
    })
  | Extract<ChangeResult, { kind: 'older' }>
  | { readonly kind: 'repeated' };

/** Which row an id stands for: a thing may be known by the merchant's id and by WeChat's. */
export type FindEntity = (tx: Transaction, appId: string, id: string) => Promise<string>;

/**
 * Takes events in: dedupes, changes the row in one transaction, and wakes a worker after the commit. An event that
 * cannot be applied throws a permanent error, which makes it a dead letter.
 */
export class EntityIntake<Desired, Observed = unknown> {
  private readonly changes: DesiredBatch;
  /** Wakes for many rows at once cost Redis and us less than one by one. */
  private readonly wakes = new GroupCommit<WakeUp, { readonly failure?: unknown }>(
    (rows) => this.wakeAll(rows),
    { batchSize: 100, inFlight: 2, patienceMs: WAKE_WITHIN_MS },
  );

  constructor(
    private readonly kind: string,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
    /** Whether a mini program is one of this installation's. */
    private readonly knowsApp: (appId: string) => boolean,
    private readonly logger: Logger,
    /** Left out: a thing has one id, that of its row. */
    private readonly find?: FindEntity,
  ) {
    this.changes = new DesiredBatch(database);
  }

  /** The merchant changed what is wanted. `find`: for an event that is about another id than its subject. */
  async change(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    find = this.find,
  ): Promise<void> {
    const taken = await this.takeFound(event, lane, change, find);
    if (taken.kind === 'changed') await this.wakeUp({ ...taken.key, lane, dueAt: taken.dueAt });
  }

  /**
   * As {@link change}, for a caller that drives the row itself; should it die, the sweeper brings the row. `begin`: the caller's
   * lease for a row that is most likely not there yet; the answer has the row when it was made with it.
   */
  take(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    begin?: Beginning,
  ): Promise<IntakeResult<Desired, Observed>> {
    return this.takeFound(event, lane, change, this.find, begin);
  }

  private async takeFound(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    find: FindEntity | undefined,
    begin?: Beginning,
  ): Promise<IntakeResult<Desired, Observed>> {
    const known = this.kindOf(event);
    const version = versionOf(event.data);
    const request = {
      version,
      lane,
      timeline: { type: 'event', summary: event.type, detail: { id: event.id, version } },
      traceparent: event.traceparent,
      change,
    } as const;
    if (find === undefined) {
      const key = { ...known, entityId: event.subject };
      const decide = (row: KnownRow | undefined) => decideChange<Desired, Observed>(row, request);
      const changed = await this.changes.change({ event, key, ...request, decide, begin });
      if (changed !== undefined) {
        const { begun, ...result } = changed;
        if (begun === undefined) return { ...result, key };
        const { waitingFor = [] } = begin ?? {};
        const { traceparent = null } = event;
        const made = { ...begun, desiredVersion: version ?? null, traceparent, waitingFor };
        return { ...result, key, leased: madeRow<Desired, Observed>(key, made) };
      }
    }
    return this.database.transaction(async (tx): Promise<IntakeResult<Desired, Observed>> => {
      const key = { ...known, entityId: await this.idOf(tx, event, find) };
      // As where many changes are made at once: first the row, then the mark in the inbox. Nobody waits in a circle.
      const held = await holdRow(tx, key);
      if (!(await this.inbox.accept(tx, event))) return { kind: 'repeated' };
      const result = await changeDesired<Desired, Observed>(tx, key, request, held);
      switch (result.kind) {
        case 'impossible':
          throw new CodedError(result.code, result.message, false);
        case 'changed':
          return { ...result, key };
        case 'older':
          return result;
        default:
          return assertUnreachable(result);
      }
    });
  }

  /** Something says that the truth may have changed. Answers false when the entity is not one of ours. */
  async hint(event: CloudEvent, hint: Hint, lane: Lane): Promise<boolean> {
    const { appId, kind } = this.kindOf(event);
    const known = await this.database.transaction(async (tx) => {
      if (!(await this.inbox.accept(tx, event))) return 'repeated';
      const key = { appId, kind, entityId: await this.idOf(tx, event) };
      const given = await giveHint(tx, key, hint, lane);
      return given === undefined ? 'unknown' : { ...key, lane, dueAt: given.dueAt };
    });
    if (typeof known !== 'string') await this.wakeUp(known);
    return known !== 'unknown';
  }

  /**
   * As {@link hint}, for a thing that may begin at WeChat: one that we do not know has a row from now on, with what the
   * merchant wants of a thing nobody has decided on yet. `also`: what else the event changes, in the same transaction.
   */
  async appeared(
    event: CloudEvent,
    hint: Hint,
    lane: Lane,
    desired: Desired,
    also: (tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { appId, kind } = this.kindOf(event);
    const row = await this.database.transaction(async (tx) => {
      if (!(await this.inbox.accept(tx, event))) return undefined;
      await also(tx);
      const key = { appId, kind, entityId: await this.idOf(tx, event) };
      await beginRow(tx, key, desired, lane, event.traceparent);
      const given = await giveHint(tx, key, hint, lane);
      return { ...key, lane, dueAt: given?.dueAt };
    });
    if (row !== undefined) await this.wakeUp(row);
  }

  /** Begins those of these things that we do not know, found in a list of WeChat's. Answers how many. */
  async discovered(
    appId: string,
    ids: readonly string[],
    hint: Hint,
    lane: Lane,
    desired: Desired,
  ): Promise<number> {
    const begun = await this.database.transaction(async (tx) => {
      const keys: SyncKey[] = [];
      for (const id of ids) {
        const key = { appId, kind: this.kind, entityId: await this.idOf(tx, { appid: appId, subject: id }) };
        if (!(await beginRow(tx, key, desired, lane))) continue;
        await giveHint(tx, key, hint, lane);
        keys.push(key);
      }
      return keys;
    });
    await Promise.all(begun.map((key) => this.wakeUp({ ...key, lane })));
    return begun.length;
  }

  /**
   * As {@link hint}, for an event that does not name the entities it is about: `find` says which, in the same
   * transaction. Answers how many of them are ours; 0 also for an event that was taken before.
   */
  async hintFound(
    event: CloudEvent,
    lane: Lane,
    find: (tx: Transaction) => Promise<readonly { readonly entityId: string; readonly hint: Hint }[]>,
  ): Promise<number> {
    const { appId, kind } = this.kindOf(event);
    const hinted = await this.database.transaction(async (tx) => {
      const known: WakeUp[] = [];
      if (!(await this.inbox.accept(tx, event))) return known;
      for (const { entityId, hint } of await find(tx)) {
        const given = await giveHint(tx, { appId, kind, entityId }, hint, lane);
        if (given !== undefined) known.push({ appId, kind, entityId, lane, dueAt: given.dueAt });
      }
      return known;
    });
    await Promise.all(hinted.map((row) => this.wakeUp(row)));
    return hinted.length;
  }

  private kindOf(event: CloudEvent): Omit<SyncKey, 'entityId'> {
    if (!this.knowsApp(event.appid)) throw appUnknown(event.appid);
    return { appId: event.appid, kind: this.kind };
  }

  private async idOf(
    tx: Transaction,
    { appid, subject }: Pick<CloudEvent, 'appid' | 'subject'>,
    find = this.find,
  ): Promise<string> {
    return find === undefined ? subject : find(tx, appid, subject);
  }

  private async wakeUp(row: WakeUp): Promise<void> {
    try {
      const woken = this.wakes.add(row);
      const { failure } = await withDeadline(
        woken,
        WAKE_WITHIN_MS,
        'queue-late',
        'the queue did not answer in time',
      );
      if (failure !== undefined) throw failure;
    } catch (error) {
      // The row is committed with a time at which the sweeper looks for it.
      this.logger.warn(
        { appId: row.appId, entityId: row.entityId },
        `not queued, left to the sweeper: ${messageOf(error)}`,
      );
    }
  }

  /** Never throws: what the queue refuses to many it is not asked again for each. */
  private async wakeAll(rows: readonly WakeUp[]): Promise<() => { readonly failure?: unknown }> {
    try {
      await this.wake(rows);
      return () => ({});
    } catch (failure) {
      return () => ({ failure });
    }
  }
}

/** An event about a mini program that this installation does not have; it becomes a dead letter. */
export function appUnknown(appId: string): CodedError {
  const message = `appid: ${appId} is not one of the mini programs configured here`;
  return new CodedError('app-unknown', message, false);
}

/** The merchant's version of the thing; facts have none. */
function versionOf(data: object): number | undefined {
  const version = 'version' in data ? data.version : undefined;
  return typeof version === 'number' ? version : undefined;
}
