import { Faults, type Execution, type Executor } from '@tongbu/sync-engine';
import type {
  AuditState,
  DesiredQualification,
  Listing,
  ObservedQualification,
  QualificationState,
} from './qualification';
import type { QualificationCommand, QualificationFact } from './qualification.commands';

interface Review {
  readonly id: string;
  readonly contentHash: string;
  /** Of a brand, once approved. */
  readonly brandId: number | null;
  state: AuditState;
}

type Outcome = Execution<QualificationFact>;
type Submit = Extract<QualificationCommand, { name: 'submit' }>;

/**
 * One category's qualification, or one brand, at WeChat, as it is documented. A brand that is submitted while it is
 * reviewed is reviewed twice: nothing says that it is not. A model for property tests; it shares no code with the
 * simulator.
 */
export class WechatQualificationModel implements Executor<
  DesiredQualification<unknown>,
  ObservedQualification,
  QualificationCommand,
  QualificationFact
> {
  readonly reviews: Review[] = [];
  readonly faults;
  /** How many reviews ran at the same time, at most. */
  mostAtOnce = 0;
  /** Every call with the time it was made at. */
  readonly calls: { readonly name: string; readonly at: number }[] = [];
  /** Until when 1050009 is answered although nothing is reviewed. */
  private busyUntil = 0;
  private approved: number[] = [];
  private takenBack: number[] = [];

  constructor(
    private readonly of: 'category' | 'brand',
    private readonly now: () => Date,
  ) {
    this.faults = new Faults(now);
  }

  async execute(command: QualificationCommand, state: QualificationState<unknown>): Promise<Outcome> {
    this.calls.push({ name: command.name, at: this.now().getTime() });
    return this.faults.run(() => this.apply(command, state));
  }

  /** WeChat decides the oldest review that runs. `busyMs`: how long it goes on to say that it is reviewing. */
  decide(approve: boolean, busyMs = 0): Review | undefined {
    const review = this.reviews.find(({ state }) => state === 'in-review');
    if (review === undefined) return undefined;
    review.state = approve ? 'approved' : 'rejected';
    if (approve) this.approved.push(review.brandId ?? 1);
    else this.busyUntil = this.now().getTime() + busyMs;
    return review;
  }

  /** WeChat takes back what it approved, and tells nobody. */
  takeBack(): void {
    this.takenBack = this.approved;
    this.approved = [];
  }

  giveBack(): void {
    this.approved = this.takenBack;
  }

  get isApproved(): boolean {
    return this.approved.length > 0;
  }

  private apply(command: QualificationCommand, { generation }: QualificationState<unknown>): Outcome {
    switch (command.name) {
      case 'read': {
        const { auditId } = command;
        if (auditId === null) return fact({ kind: 'listed', listing: this.listing(generation) });
        const review = this.reviews.find(({ id }) => id === auditId);
        if (review === undefined) return fact({ kind: 'no-such-review' });
        const { state, brandId } = review;
        return fact({
          kind: 'result',
          auditId,
          state,
          brandId: state === 'approved' ? brandId : null,
          reason: state === 'rejected' ? '不清晰' : '',
        });
      }
      case 'exchange-pictures':
        return fact({
          kind: 'pictures-exchanged',
          pictures: Object.fromEntries(command.urls.map((url) => [url, url])),
        });
      case 'submit':
        return this.submit(command);
    }
  }

  private submit({ submission }: Submit): Outcome {
    const at = this.now().toISOString();
    if (this.of === 'category') {
      if (this.isApproved) return fact({ kind: 'granted', submission, brandId: null });
      if (this.running > 0 || this.now().getTime() < this.busyUntil) {
        return fact({ kind: 'under-review', submission: { ...submission, at } });
      }
    }
    const number = this.reviews.length + 1;
    const { contentHash } = submission;
    const brandId = this.of === 'brand' ? 700 + number : null;
    this.reviews.push({ id: `au${number}`, contentHash, brandId, state: 'in-review' });
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    return fact({ kind: 'submitted', submission: { ...submission, at }, auditId: `au${number}` });
  }

  private get running(): number {
    return this.reviews.filter(({ state }) => state === 'in-review').length;
  }

  private listing(generation: number): Listing {
    return {
      need: 'needed',
      parentIds: [1, 2],
      approvedIds: [...this.approved],
      at: this.now().toISOString(),
      generation,
    };
  }
}

function fact(value: QualificationFact): Outcome {
  return { kind: 'fact', fact: value };
}
