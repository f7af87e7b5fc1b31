import type { MerchantNumberDocument, Problem } from '@tongbu/contracts';
import { assertUnreachable, CodedError, messageOf, type Clock } from '@tongbu/platform';
import {
  failureOf,
  outcomeOf,
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { MerchantNumberChannel } from '../channel/merchant-number-channel';
import type { MerchantPictures } from '../channel/merchant-pictures';
import type { DocumentVault } from './document-vault';
import {
  picturesOf,
  type DesiredMerchantNumber,
  type MerchantNumberState,
  type ObservedMerchantNumber,
} from './merchant-number';
import { applicationOf } from './merchant-number.application';
import type { MerchantNumberCommand, MerchantNumberFact } from './merchant-number.commands';
import { documentPictures } from './merchant-number.pictures';
import { secretsOf, withoutSecrets } from './merchant-number.privacy';
import { notOfThisGeneration, unreadableDocument } from './merchant-number.problems';

type Outcome = Execution<MerchantNumberFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;
type Named<Name> = Extract<MerchantNumberCommand, { name: Name }>;

/** One application at a time, and none where there is a number. */
const TAKEN = 990022;
/** A picture that WeChat did not give this id to, or has forgotten. */
const PICTURE_UNKNOWN = 1070010;
const rules: CallRules = { contradictions: new Set([TAKEN, PICTURE_UNKNOWN]), pauses: new Map() };

/** Runs the commands of merchant numbers; the only place where a document is open. */
export class MerchantNumberExecutor implements Executor<
  DesiredMerchantNumber,
  ObservedMerchantNumber,
  MerchantNumberCommand,
  MerchantNumberFact
> {
  constructor(
    private readonly channel: MerchantNumberChannel,
    private readonly pictures: MerchantPictures,
    private readonly vault: DocumentVault,
    private readonly clock: Clock,
  ) {}

  /** What no note of a call may say of a row. */
  secretsOf({ appId, desired }: MerchantNumberState): readonly string[] {
    const document = this.open(appId, desired);
    return document instanceof CodedError ? [] : secretsOf(document);
  }

  async execute(
    command: MerchantNumberCommand,
    state: MerchantNumberState,
    context: ExecutionContext,
  ): Promise<Outcome> {
    const { appId } = state;
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    if (command.name === 'warn') {
      return { kind: 'fact', fact: { kind: 'warned', deadline: command.deadline } };
    }
    if (this.channel.generation(appId) === 'first') {
      return { kind: 'refused', problems: [notOfThisGeneration] };
    }
    const document = this.open(appId, state.desired);
    switch (command.name) {
      case 'read': {
        const result = await this.channel.read(call);
        if (!result.ok) return this.failed(result);
        // Without the key nothing is known of what has to be hidden but long numbers.
        const secrets = document instanceof CodedError ? [] : secretsOf(document);
        const application = result.value === null ? null : withoutSecrets(result.value, secrets);
        return { kind: 'fact', fact: { kind: 'read', application }, note: result.note };
      }
      case 'exchange-picture':
        return document instanceof CodedError ? unreadable(document) : this.exchange(call, command, document);
      case 'apply':
        return document instanceof CodedError
          ? unreadable(document)
          : this.apply(call, command, state, document);
      default:
        return assertUnreachable(command);
    }
  }

  private async exchange(
    call: ChannelCall,
    { field }: Named<'exchange-picture'>,
    document: MerchantNumberDocument,
  ): Promise<Outcome> {
    const url = documentPictures(document)[field];
    if (url === undefined) throw new Error(`there is no picture ${field}`);
    const result = await this.pictures.exchange(call, url);
    if (result.ok) {
      return {
        kind: 'fact',
        fact: { kind: 'picture-exchanged', field, ids: result.value },
        note: { ...result.note, field },
      };
    }
    const outcome: Outcome =
      'unusable' in result ? { kind: 'refused', problems: [result.unusable] } : this.failed(result);
    if (outcome.kind !== 'refused') return outcome;
    const problems = outcome.problems.map((problem) => ofPicture(field, problem));
    return { ...outcome, problems, fact: { kind: 'picture-refused', field, problems } };
  }

  private async apply(
    call: ChannelCall,
    { sent }: Named<'apply'>,
    state: MerchantNumberState,
    document: MerchantNumberDocument,
  ): Promise<Outcome> {
    const result = await this.channel.apply(call, applicationOf(document, picturesOf(state).ids));
    if (result.ok) return { kind: 'fact', fact: { kind: 'applied', sent }, note: result.note };
    const outcome = outcomeOf(result.error, this.clock.now(), rules);
    if (outcome.kind !== 'contradicted') return { ...outcome, note: result.note };
    const fact: MerchantNumberFact =
      outcome.code === TAKEN ? { kind: 'taken', sent } : { kind: 'pictures-lost' };
    return { kind: 'stale', fact, problems: outcome.problems, note: result.note };
  }

  private failed(failure: Failure): Outcome {
    return failureOf(failure, this.clock.now(), rules);
  }

  private open(appId: string, desired: DesiredMerchantNumber): MerchantNumberDocument | CodedError {
    try {
      return this.vault.open(appId, desired);
    } catch (error) {
      if (error instanceof CodedError) return error;
      // The parser's words may quote the document.
      return new CodedError(
        'document-wrong',
        'what was sealed is no document that this release knows',
        false,
      );
    }
  }
}

function unreadable(error: CodedError): Outcome {
  return { kind: 'refused', problems: [unreadableDocument(messageOf(error))] };
}

/** Names a picture by its place: its address may lead to an identity document. */
function ofPicture(field: string, problem: Problem): Problem {
  return {
    ...problem,
    field,
    message: `The picture ${field} was refused: ${problem.message}`,
    messageZh: `图片 ${field} 无法使用：${problem.messageZh}`,
  };
}
