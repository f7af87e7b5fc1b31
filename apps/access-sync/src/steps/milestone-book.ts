import type { CloudEvent } from '@tongbu/contracts';
import type { Transaction } from '@tongbu/platform';
import type { EntityIntake, FactBook } from '@tongbu/sync-engine';
import { accessHints } from '../access/access.hint';
import type { DesiredAccess, ObservedAccess } from '../access/access';
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
      let isFirst = false;
      await this.facts.store<Milestones>(tx, appid, MILESTONES_SUBJECT, (known) => {
        if (known?.[milestone] !== undefined) return undefined;
        isFirst = true;
        return { ...known, [milestone]: { at, source } };
      });
      return isFirst ? [{ entityId: appid, hint: HEARD }] : [];
    });
    this.known.add(`${appid} ${milestone}`);
  }
}
