import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  isRefusedWith,
  failureOf,
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { AccessChannel } from '../channel/access-channel';
import type { MilestoneBook } from '../steps/milestone-book';
import type { AccessState, DesiredAccess, ObservedAccess } from './access';
import { accountHash, refusalKey, type AccessCommand, type AccessFact } from './access.commands';
import { applyInConsole } from './access.problems';

type Outcome = Execution<AccessFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;
type Apply = Extract<AccessCommand, { name: 'apply' }>;

/** WeChat documentation: the component is open already. */
const ALREADY_JOINED = 1040002;
const rules: CallRules = { contradictions: new Set(), pauses: new Map() };

/** Runs the commands of access. */
export class AccessExecutor implements Executor<DesiredAccess, ObservedAccess, AccessCommand, AccessFact> {
  constructor(
    private readonly channel: AccessChannel,
    private readonly milestones: MilestoneBook,
    private readonly clock: Clock,
  ) {}

  async execute(command: AccessCommand, state: AccessState, context: ExecutionContext): Promise<Outcome> {
    const { appId, generation } = state;
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    switch (command.name) {
      case 'learn':
        return {
          kind: 'fact',
          fact: { kind: 'learnt', milestones: await this.milestones.of(appId), generation },
        };
      case 'check': {
        const result = await this.channel.check(call);
        if (!result.ok) return this.failed(result);
        const fact: AccessFact = {
          kind: 'checked',
          registration: result.value,
          generation: this.channel.generation(appId),
        };
        return { kind: 'fact', fact, note: result.note };
      }
      case 'apply':
        return this.apply(call, command);
      case 'set-account':
        return this.done(command, await this.channel.setAccount(call, command.account), {
          kind: 'account-set',
          hash: accountHash(command.account),
        });
      case 'declare':
        return this.done(command, await this.channel.declare(call, command.task), {
          kind: 'declared',
          task: command.task,
        });
      case 'apply-scene': {
        const { sceneId, wantedAt } = command;
        const result = await this.channel.applyForScene(call, sceneId);
        return this.done(command, result, { kind: 'scene-applied', sceneId, wantedAt });
      }
      default:
        return assertUnreachable(command);
    }
  }

  /** "Joined already" is true of an open component, and has been reported of one that was withdrawn. */
  private async apply(call: ChannelCall, { askedAt }: Apply): Promise<Outcome> {
    const result = await this.channel.apply(call);
    if (result.ok) return { kind: 'fact', fact: { kind: 'applied', askedAt }, note: result.note };
    if (isRefusedWith(result, ALREADY_JOINED)) {
      const checked = await this.channel.check(call);
      if (!checked.ok) return this.failed(checked);
      if (checked.value !== null) {
        const generation = this.channel.generation(call.appId);
        return {
          kind: 'fact',
          fact: { kind: 'checked', registration: checked.value, generation },
          note: result.note,
        };
      }
      const problems = [applyInConsole];
      const fact: AccessFact = { kind: 'application-refused', askedAt, problems };
      return { kind: 'refused', problems, fact, note: result.note };
    }
    const failed = this.failed(result);
    return failed.kind === 'refused'
      ? { ...failed, fact: { kind: 'application-refused', askedAt, problems: failed.problems } }
      : failed;
  }

  private done(command: AccessCommand, result: ChannelResult<void>, fact: AccessFact): Outcome {
    if (result.ok) return { kind: 'fact', fact, note: result.note };
    const failed = this.failed(result);
    if (failed.kind !== 'refused') return failed;
    const { fingerprint } = command;
    const { problems } = failed;
    return {
      ...failed,
      fact: { kind: 'command-refused', command: refusalKey(command), fingerprint, problems },
    };
  }

  private failed(failure: Failure): Outcome {
    return failureOf(failure, this.clock.now(), rules);
  }
}
