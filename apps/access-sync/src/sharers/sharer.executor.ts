import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  failureOf,
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { InvitationResult, SharerChannel, UnbindingResult } from '../channel/sharer-channel';
import type { DesiredSharer, ObservedSharer, SharerState } from './sharer';
import type { SharerCommand, SharerFact } from './sharer.commands';
import { SHARING_LIMITS } from './sharer.limits';
import { sharerProblems } from './sharer.problems';

type Outcome = Execution<SharerFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;

const rules: CallRules = { contradictions: new Set(), pauses: new Map() };
const PAUSE_MS = SHARING_LIMITS.minutesBetweenInvitations * 60_000;

/** Runs the commands of sharers. */
export class SharerExecutor implements Executor<DesiredSharer, ObservedSharer, SharerCommand, SharerFact> {
  constructor(
    private readonly channel: SharerChannel,
    private readonly clock: Clock,
  ) {}

  async execute(
    command: SharerCommand,
    { appId, entityId }: SharerState,
    context: ExecutionContext,
  ): Promise<Outcome> {
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    switch (command.name) {
      case 'look': {
        const result = await this.channel.find(call, entityId);
        if (!result.ok) return this.failed(result);
        return { kind: 'fact', fact: { kind: 'looked', found: result.value }, note: result.note };
      }
      case 'invite':
        return this.invite(call, entityId);
      case 'unbind': {
        const result = await this.channel.unbind(call, entityId);
        if (!result.ok) return uncertain(result, this.failed(result));
        return { ...unbindingOutcome(result.value), note: result.note };
      }
      default:
        return assertUnreachable(command);
    }
  }

  /** The limit of the mini program is looked at before WeChat is asked to go over it. */
  private async invite(call: ChannelCall, openid: string): Promise<Outcome> {
    const bound = await this.channel.count(call);
    // A read that has no answer leaves nothing unknown about the invitation, which was not sent.
    if (!bound.ok) return neverSent(this.failed(bound));
    if (bound.value >= SHARING_LIMITS.sharersPerMiniProgram)
      return { kind: 'refused', problems: [sharerProblems.limit], note: bound.note };
    const result = await this.channel.invite(call, openid);
    if (!result.ok) return uncertain(result, this.failed(result));
    return { ...this.invitationOutcome(result.value), note: result.note };
  }

  private invitationOutcome(result: InvitationResult): Outcome {
    switch (result) {
      case 'invited':
        return { kind: 'fact', fact: { kind: 'invited' } };
      case 'busy':
        return { kind: 'failed', reason: 'WeChat is busy with this user' };
      case 'too-often': {
        const until = new Date(this.clock.now().getTime() + PAUSE_MS);
        return { kind: 'deferred', until, reason: 'the user was invited too often, as WeChat counts' };
      }
      case 'already-bound':
        return { kind: 'stale', fact: { kind: 'outdated' }, problems: [sharerProblems.refused] };
      case 'too-many-sharers':
        return { kind: 'refused', problems: [sharerProblems.limit] };
      case 'openid-wrong':
        return { kind: 'refused', problems: [sharerProblems.openidWrong] };
      case 'refuses-invitations':
        return { kind: 'refused', problems: [sharerProblems.refusesInvitations] };
      case 'refused':
        return { kind: 'refused', problems: [sharerProblems.refused] };
      case 'unclear':
        return { kind: 'unknown', reason: 'WeChat did not say what became of the invitation' };
      default:
        return assertUnreachable(result);
    }
  }

  private failed(failure: Failure): Outcome {
    return failureOf(failure, this.clock.now(), rules);
  }
}

function unbindingOutcome(result: UnbindingResult): Outcome {
  switch (result) {
    case 'unbound':
      return { kind: 'fact', fact: { kind: 'unbound' } };
    case 'busy':
      return { kind: 'failed', reason: 'WeChat is busy with this user' };
    case 'refused': {
      const problems = [sharerProblems.unbindRefused];
      return { kind: 'refused', problems, fact: { kind: 'unbind-refused' } };
    }
    case 'unclear':
      return { kind: 'unknown', reason: 'WeChat did not say what became of the unbinding' };
    default:
      return assertUnreachable(result);
  }
}

function neverSent(outcome: Outcome): Outcome {
  return outcome.kind === 'unknown'
    ? { kind: 'failed', reason: outcome.reason, note: outcome.note }
    : outcome;
}

/** "Busy" has been answered to calls that were carried out: it is looked up before a user is bothered again. */
function uncertain({ error }: Failure, outcome: Outcome): Outcome {
  return error.kind === 'refused' && outcome.kind === 'failed'
    ? { kind: 'unknown', reason: outcome.reason, note: outcome.note }
    : outcome;
}
