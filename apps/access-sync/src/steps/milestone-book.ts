import type { CloudEvent } from '@tongbu/contracts';
import type { Transaction } from '@tongbu/platform';
import { giveHint, type EntityIntake, type FactBook } from '@tongbu/sync-engine';
import { accessHints } from '../access/access.hint';
import { ACCESS, type DesiredAccess, type ObservedAccess } from '../access/access';
import { MILESTONES_SUBJECT, type Milestone, type Milestones } from './milestones';

/** What the other services have told of the way to the first sale. */
export abstract class MilestoneBook {
  abstract of(appId: string): Promise<Milestones>;
}

/** As it is kept in the database. */
export class KeptMilestones extends MilestoneBook {
  constructor(private readonly facts: Pick<FactBook, 'read'>) {
    super();
  }

  override async of(appId: string): Promise<Milestones> {
    return (await this.facts.read<Milestones>(appId, [MILESTONES_SUBJECT])).get(MILESTONES_SUBJECT) ?? {};
  }
}

const HEARD = { name: accessHints.heard, detail: {} };

/** Notes what is reached for the first time. What is known to be reached costs nothing more than a look into memory. */
export class MilestoneIntake {
  private readonly known = new Set<string>();

  constructor(
    private readonly facts: Pick<FactBook, 'store'>,
    private readonly intake: EntityIntake<DesiredAccess, ObservedAccess>,
  ) {}

  isKnown(appId: string, milestone: Milestone): boolean {
    return this.known.has(`${appId} ${milestone}`);
  }

  /**
   * `at`: ISO time; `source`: who tells, in a few words. `also`: what else the event changes, in the same transaction.
   */
  async reached(
    event: CloudEvent,
    milestone: Milestone,
    at: string,
    source: string,
    also: (tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { appid } = event;
    if (this.isKnown(appid, milestone)) return;
    await this.intake.hintFound(event, 'content', async (tx) => {
      await also(tx);
      const isFirst = await this.note(tx, appid, milestone, at, source);
      return isFirst ? [{ entityId: appid, hint: HEARD }] : [];
    });
    this.known.add(`${appid} ${milestone}`);
  }

  /** As {@link reached}, for an event that is taken in for something else: in that transaction. */
  async noted(
    tx: Transaction,
    appId: string,
    milestone: Milestone,
    at: string,
    source: string,
  ): Promise<void> {
    if (this.isKnown(appId, milestone)) return;
    if (await this.note(tx, appId, milestone, at, source))
      await giveHint(tx, { appId, kind: ACCESS, entityId: appId }, HEARD, 'content');
  }

  /** Answers whether it is reached for the first time. */
  private async note(
    tx: Transaction,
    appId: string,
    milestone: Milestone,
    at: string,
    source: string,
  ): Promise<boolean> {
    let isFirst = false;
    await this.facts.store<Milestones>(tx, appId, MILESTONES_SUBJECT, (known) => {
      if (known?.[milestone] !== undefined) return undefined;
      isFirst = true;
      return { ...known, [milestone]: { at, source } };
    });
    return isFirst;
  }
}
