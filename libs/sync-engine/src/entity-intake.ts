import type { CloudEvent } from '@tongbu/contracts';
import type { Inbox } from '@tongbu/messaging';
import {
  CodedError,
  messageOf,
  type Database,
  type Lane,
  type Logger,
  type Transaction,
  withDeadline,
} from '@tongbu/platform';
import { changeDesired, giveHint, type ChangeRequest, type ChangeResult } from './intake';
import type { Hint, SyncKey } from './row';
import type { WakeUp } from './work-queue';

/** BullMQ waits without end for its first connection; the sweeper does not mind. */
const WAKE_WITHIN_MS = 1_000;

/** What became of an event. */
export type IntakeResult = Exclude<ChangeResult, { kind: 'impossible' }> | { readonly kind: 'repeated' };

/** The part of an event's data that intake itself looks at. */
interface Versioned {
  readonly version?: number | undefined;
}

/**
 * Takes events in: dedupes, changes the row in one transaction, and wakes a worker after the commit. An event that
 * cannot be applied throws a permanent error, which makes it a dead letter.
 */
export class EntityIntake<Desired> {
  constructor(
    private readonly kind: string,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
    /** Whether a mini program is one of this installation's. */
    private readonly knowsApp: (appId: string) => boolean,
    private readonly logger: Logger,
  ) {}

  /** The merchant changed what is wanted. */
  async change(
    event: CloudEvent<Versioned>,
    lane: Lane,
    change: ChangeRequest<Desired>['change'],
  ): Promise<void> {
    const taken = await this.take(event, lane, change);
    if (taken.kind === 'changed') await this.wakeUp({ ...this.keyOf(event), lane });
  }

  /** As {@link change}, for a caller that drives the row itself; should it die, the sweeper brings the row. */
  async take(
    event: CloudEvent<Versioned>,
    lane: Lane,
    change: ChangeRequest<Desired>['change'],
  ): Promise<IntakeResult> {
    const key = this.keyOf(event);
    return this.database.transaction(async (tx): Promise<IntakeResult> => {
      if (!(await this.inbox.accept(tx, event))) return { kind: 'repeated' };
      const result = await changeDesired<Desired>(tx, key, {
        version: event.data.version,
        lane,
        timeline: {
          type: 'event',
          summary: event.type,
          detail: { id: event.id, version: event.data.version },
        },
        change,
      });
      if (result.kind === 'impossible') throw new CodedError(result.code, result.message, false);
      return result;
    });
  }

  /** Something says that the truth may have changed. Answers false when the entity is not one of ours. */
  async hint(event: CloudEvent, hint: Hint, lane: Lane): Promise<boolean> {
    const key = this.keyOf(event);
    const known = await this.database.transaction(async (tx) => {
      if (!(await this.inbox.accept(tx, event))) return true;
      return giveHint(tx, key, hint, lane);
    });
    if (known) await this.wakeUp({ ...key, lane });
    return known;
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
    const { appId, kind } = this.keyOf(event);
    const hinted = await this.database.transaction(async (tx) => {
      const known: SyncKey[] = [];
      if (!(await this.inbox.accept(tx, event))) return known;
      for (const { entityId, hint } of await find(tx)) {
        const key = { appId, kind, entityId };
        if (await giveHint(tx, key, hint, lane)) known.push(key);
      }
      return known;
    });
    for (const key of hinted) await this.wakeUp({ ...key, lane });
    return hinted.length;
  }

  private keyOf(event: CloudEvent): SyncKey {
    if (!this.knowsApp(event.appid)) {
      throw new CodedError(
        'app-unknown',
        `appid: ${event.appid} is not one of the mini programs configured here`,
        false,
      );
    }
    return { appId: event.appid, kind: this.kind, entityId: event.subject };
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
