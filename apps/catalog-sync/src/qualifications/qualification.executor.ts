import { exchangeAll, type PictureExchange } from '@tongbu/pictures';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
  failureOf,
  outcomeOf,
} from '@tongbu/sync-engine';
import type { QualificationChannel, QualificationResult } from '../channel/qualification-channel';
import {
  nothingObserved,
  type DesiredQualification,
  type ObservedQualification,
  type QualificationRules,
  type QualificationState,
} from './qualification';
import type { QualificationCommand, QualificationFact, SubmissionDraft } from './qualification.commands';
import type { QualificationDesk } from './qualification-desk';

type Outcome = Execution<QualificationFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;
type Submit = Extract<QualificationCommand, { name: 'submit' }>;

/** WeChat's codes that say something about a qualification. Source: WeChat documentation, category audit. */
const ERRORS = {
  categoryUnknown: 1000009,
  categoryGone: 1000040,
  approved: 1050003,
  underReview: 1050009,
  notNeeded: 1050011,
  pictureNotExchanged: 1070010,
} as const;
const rules: CallRules = { contradictions: new Set(), pauses: new Map() };

/** Runs a qualification's commands. */
export class QualificationExecutor<Content> implements Executor<
  DesiredQualification<Content>,
  ObservedQualification,
  QualificationCommand,
  QualificationFact
> {
  constructor(
    private readonly kind: QualificationRules<Content>,
    private readonly desk: QualificationDesk<Content>,
    private readonly channel: QualificationChannel,
    private readonly pictures: PictureExchange,
    private readonly clock: Clock,
  ) {}

  async execute(
    command: QualificationCommand,
    state: QualificationState<Content>,
    context: ExecutionContext,
  ): Promise<Outcome> {
    const call: ChannelCall = { appId: state.appId, lane: command.lane, ...context };
    switch (command.name) {
      case 'read':
        return command.auditId === null
          ? this.readLists(call, state)
          : this.readResult(call, state, command.auditId);
      case 'exchange-pictures':
        return exchangeAll(this.pictures, call, command.urls, state.desired.content, (error) =>
          outcomeOf(error, this.clock.now(), rules),
        );
      case 'submit':
        return this.submit(call, state, command);
      default:
        return assertUnreachable(command);
    }
  }

  private async readResult(
    call: ChannelCall,
    state: QualificationState<Content>,
    auditId: string,
  ): Promise<Outcome> {
    const result = await this.channel.result(call, auditId);
    if (!result.ok) return this.failed(result);
    const { value, note } = result;
    if (value === null) return { kind: 'fact', fact: { kind: 'no-such-review' }, note };
    if (value.state !== 'approved' || this.kind.finalOnceApproved || value.brandId !== null) {
      return { kind: 'fact', fact: this.resultFact(auditId, value), note };
    }
    const brandId = await this.brandId(call, state);
    if (!brandId.ok) return this.failed(brandId);
    return brandId.value === null
      ? { kind: 'failed', reason: 'the brand is approved and has no id yet', note }
      : { kind: 'fact', fact: this.resultFact(auditId, { ...value, brandId: brandId.value }), note };
  }

  private resultFact(auditId: string, result: QualificationResult): QualificationFact {
    return { kind: 'result', auditId, ...result };
  }

  private async readLists(call: ChannelCall, state: QualificationState<Content>): Promise<Outcome> {
    const listed = await this.listing(call, state);
    if (!listed.ok) return this.failed(listed);
    return { kind: 'fact', fact: { kind: 'listed', listing: listed.value }, note: listed.note };
  }

  private async listing(call: ChannelCall, { entityId, desired, generation }: QualificationState<Content>) {
    const listed = await this.desk.list(call, entityId, desired);
    if (!listed.ok) return listed;
    return { ...listed, value: { ...listed.value, at: this.clock.now().toISOString(), generation } };
  }

  private async submit(
    call: ChannelCall,
    state: QualificationState<Content>,
    { submission }: Submit,
  ): Promise<Outcome> {
    const { entityId, desired } = state;
    const { pictures, listing } = state.observed ?? nothingObserved;
    const content = this.desk.withPictures(desired.content, (url) => pictures[url] ?? url);
    const result = await this.desk.submit(call, entityId, content, listing);
    const at = this.clock.now().toISOString();
    if (result.ok) {
      const fact: QualificationFact = {
        kind: 'submitted',
        submission: { ...submission, at },
        auditId: result.value,
      };
      return { kind: 'fact', fact, note: result.note };
    }
    const { error, note } = result;
    switch (error.kind === 'refused' ? error.code : 0) {
      case ERRORS.approved:
      case ERRORS.notNeeded:
        return this.granted(call, state, submission, result);
      case ERRORS.underReview:
        return { kind: 'fact', fact: { kind: 'under-review', submission: { ...submission, at } }, note };
      case ERRORS.pictureNotExchanged:
        return this.picturesLost(state, result);
      case ERRORS.categoryUnknown:
      case ERRORS.categoryGone:
        return this.categoryGone(call, state, result);
      default:
        return this.failed(result);
    }
  }

  /** Nothing to submit. A brand's id is found by its name. */
  private async granted(
    call: ChannelCall,
    state: QualificationState<Content>,
    submission: SubmissionDraft,
    refusal: Failure,
  ): Promise<Outcome> {
    const { note } = refusal;
    if (this.kind.finalOnceApproved) {
      return { kind: 'fact', fact: { kind: 'granted', submission, brandId: null }, note };
    }
    const brandId = await this.brandId(call, state);
    if (!brandId.ok) return notApplied(this.failed(brandId));
    if (brandId.value === null) return this.failed(refusal);
    return { kind: 'fact', fact: { kind: 'granted', submission, brandId: brandId.value }, note };
  }

  private async brandId(
    call: ChannelCall,
    state: QualificationState<Content>,
  ): Promise<ChannelResult<number | null>> {
    const listed = await this.listing(call, state);
    return listed.ok ? { ...listed, value: listed.value.approvedIds.at(-1) ?? null } : listed;
  }

  private async picturesLost(state: QualificationState<Content>, refusal: Failure): Promise<Outcome> {
    const refused = this.failed(refusal);
    if (refused.kind !== 'refused') return refused;
    await this.pictures.forget(state.appId, this.kind.picturesOf(state.desired.content));
    return { kind: 'stale', fact: { kind: 'pictures-lost' }, problems: refused.problems, note: refusal.note };
  }

  /** The category list is read again, and says whether the category is really gone. */
  private async categoryGone(
    call: ChannelCall,
    state: QualificationState<Content>,
    refusal: Failure,
  ): Promise<Outcome> {
    const refused = this.failed(refusal);
    await this.desk.outdated(state.appId);
    const listed = await this.listing(call, state);
    if (!listed.ok) return notApplied(this.failed(listed));
    if (refused.kind !== 'refused' || listed.value.need !== 'unknown') return refused;
    const fact: QualificationFact = { kind: 'listed', listing: listed.value };
    return { kind: 'stale', fact, problems: refused.problems, note: refusal.note };
  }

  private failed(failure: Failure): Outcome {
    return failureOf(failure, this.clock.now(), rules);
  }
}

/** WeChat did refuse the submission; only a look afterwards did not work out. */
function notApplied(outcome: Outcome): Outcome {
  return outcome.kind === 'unknown' ? { ...outcome, kind: 'failed' } : outcome;
}
