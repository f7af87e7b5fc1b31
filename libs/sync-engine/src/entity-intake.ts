import type { CloudEvent } from '@tongbu/contracts';
import type { Inbox } from '@tongbu/messaging';
import {
  assertUnreachable,
  CodedError,
  messageOf,
  type Database,
  type Lane,
  type Logger,
  type Transaction,
  withDeadline,
} from '@tongbu/platform';
import { beginRow, changeDesired, giveHint, type ChangeRequest, type ChangeResult } from './intake';
import type { Hint, SyncKey } from './row';
import type { WakeUp } from './work-queue';

/** BullMQ waits without end for its first connection; the sweeper does not mind. */
const WAKE_WITHIN_MS = 1_000;

/** What became of an event. */
export type IntakeResult =
  /** `key`: the row that was changed. */
  | (Extract<ChangeResult, { kind: 'changed' }> & { readonly key: SyncKey })
  | Extract<ChangeResult, { kind: 'older' }>
  | { readonly kind: 'repeated' };

/** Which row an id stands for: a thing may be known by the merchant's id and by WeChat's. */
export type FindEntity = (tx: Transaction, appId: string, id: string) => Promise<string>;

/**
 * Takes events in: dedupes, changes the row in one transaction, and wakes a worker after the commit. An event that
 * cannot be applied throws a permanent error, which makes it a dead letter.
 */
export class EntityIntake<Desired, Observed = unknown> {
  constructor(
    private readonly kind: string,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
    /** Whether a mini program is one of this installation's. */
    private readonly knowsApp: (appId: string) => boolean,
    private readonly logger: Logger,
    private readonly find: FindEntity = async (_tx, _appId, id) => id,
  ) {}

  /** The merchant changed what is wanted. `find`: for an event that is about another id than its subject. */
  async change(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    find: FindEntity = this.find,
  ): Promise<void> {
    const taken = await this.takeFound(event, lane, change, find);
    if (taken.kind === 'changed') await this.wakeUp({ ...taken.key, lane, dueAt: taken.dueAt });
  }

  /** As {@link change}, for a caller that drives the row itself; should it die, the sweeper brings the row. */
  take(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
  ): Promise<IntakeResult> {
    return this.takeFound(event, lane, change, this.find);
  }

  private async takeFound(
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    find: FindEntity,
  ): Promise<IntakeResult> {
    const { appId, kind } = this.kindOf(event);
    return this.database.transaction(async (tx): Promise<IntakeResult> => {
      if (!(await this.inbox.accept(tx, event))) return { kind: 'repeated' };
      const key = { appId, kind, entityId: await find(tx, appId, event.subject) };
      const version = versionOf(event.data);
      const result = await changeDesired<Desired, Observed>(tx, key, {
        version,
        lane,
        timeline: {
          type: 'event',
          summary: event.type,
          detail: { id: event.id, version },
        },
        change,
      });
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
      const key = { appId, kind, entityId: await this.find(tx, appId, event.subject) };
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
      const key = { appId, kind, entityId: await this.find(tx, appId, event.subject) };
      await beginRow(tx, key, desired, lane);
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
        const key = { appId, kind: this.kind, entityId: await this.find(tx, appId, id) };
        if (!(await beginRow(tx, key, desired, lane))) continue;
        await giveHint(tx, key, hint, lane);
        keys.push(key);
      }
      return keys;
    });
    for (const key of begun) await this.wakeUp({ ...key, lane });
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
    for (const row of hinted) await this.wakeUp(row);
    return hinted.length;
  }

  private kindOf(event: CloudEvent): Omit<SyncKey, 'entityId'> {
    if (!this.knowsApp(event.appid)) throw appUnknown(event.appid);
    return { appId: event.appid, kind: this.kind };
  }

  private async wakeUp(row: WakeUp): Promise<void> {
    try {
      await withDeadline(this.wake([row]), WAKE_WITHIN_MS, 'queue-late', 'the queue did not answer in time');
    } catch (error) {
      // The row is committed with a time at which the sweeper looks for it.
      this.logger.warn(
        { appId: row.appId, entityId: row.entityId },
        `not queued, left to the sweeper: ${messageOf(error)}`,
      );
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
