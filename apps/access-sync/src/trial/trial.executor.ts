import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type CallRules,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { AccessChannel } from '../channel/access-channel';
import type { TrialChannel } from '../channel/trial-channel';
import type { DesiredTrial, ObservedTrial, TrialAccess, TrialState } from './trial';
import type { TrialCommand, TrialFact } from './trial.commands';

type Outcome = Execution<TrialFact>;

const HOUR = 3_600_000;
const rules: CallRules = { contradictions: new Set(), pauses: new Map() };

/** Runs the commands of a trial run. */
export class TrialExecutor implements Executor<DesiredTrial, ObservedTrial, TrialCommand, TrialFact> {
  constructor(
    private readonly channel: TrialChannel,
    private readonly access: Pick<AccessChannel, 'check' | 'generation'>,
    private readonly clock: Clock,
  ) {}

  async execute(command: TrialCommand, state: TrialState, context: ExecutionContext): Promise<Outcome> {
    const { appId, desired: trial, observed, desiredGeneration: generation } = state;
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    const now = this.clock.now();
    switch (command.name) {
      case 'look': {
        const result = await this.look(call);
        return this.outcome(result, (access) => ({ kind: 'looked', access, generation }));
      }
      case 'exchange-picture':
        return this.outcome(await this.channel.picture(call, trial.image), (url) => ({
          kind: 'picture',
          url,
        }));
      case 'add-product':
        return this.outcome(await this.channel.addProduct(call, trial, observed?.picture ?? ''), () => ({
          kind: 'product',
          product: 'in-review',
          reason: '',
        }));
      case 'read-product':
        return this.outcome(await this.channel.product(call, trial), (product) => ({
          kind: 'product',
          product: product.state,
          reason: product.reason,
        }));
      case 'add-order': {
        const expiresAt = new Date(now.getTime() + 20 * HOUR);
        return this.outcome(
          await this.channel.addOrder(call, trial, observed?.picture ?? '', expiresAt),
          () => ({ kind: 'order', order: 'unpaid' }),
        );
      }
      case 'ask-payment': {
        // Somebody may have paid since: then nothing is to be asked for.
        const order = await this.channel.order(call, trial);
        if (!order.ok) return this.outcome(order, () => ({ kind: 'removed' }));
        if (order.value !== 'unpaid') return this.outcome(order, (is) => ({ kind: 'order', order: is }));
        return this.outcome(await this.channel.paymentParameters(call, trial), (parameters) => ({
          kind: 'payment',
          parameters,
        }));
      }
      case 'read-order':
        return this.outcome(await this.channel.order(call, trial), (order) => ({ kind: 'order', order }));
      case 'ship':
        return this.outcome(await this.channel.ship(call, trial, now), () => ({
          kind: 'order',
          order: 'shipped',
        }));
      case 'open-aftersale':
        return this.outcome(await this.channel.openAftersale(call, trial), () => ({
          kind: 'aftersale',
          aftersale: 'requested',
        }));
      case 'accept-refund':
        return this.outcome(await this.channel.acceptRefund(call, trial), () => ({
          kind: 'aftersale',
          aftersale: 'accepted',
        }));
      case 'read-aftersale':
        return this.outcome(await this.channel.aftersale(call, trial), (aftersale) => ({
          kind: 'aftersale',
          aftersale,
        }));
      case 'remove-product':
        return this.outcome(await this.channel.removeProduct(call, trial), () => ({ kind: 'removed' }));
      default:
        return assertUnreachable(command);
    }
  }

  private async look(call: ChannelCall): Promise<ChannelResult<TrialAccess>> {
    const checked = await this.access.check(call);
    if (!checked.ok) return checked;
    const { value, note } = checked;
    const isOpen =
      value !== null && (value.allTasksDone || value.scenes.some(({ state }) => state === 'open'));
    const access = accessOf(
      value === null || value.banned,
      isOpen,
      this.access.generation(call.appId) === 'first',
    );
    return { ok: true, value: access, note };
  }

  private outcome<T>(result: ChannelResult<T>, factOf: (value: T) => TrialFact): Outcome {
    if (result.ok) return { kind: 'fact', fact: factOf(result.value), note: result.note };
    const { error } = result;
    // Also what the account as a whole is refused: the run stops and says so, instead of waiting for it to change.
    if (error.kind === 'refused' && error.class === 'permanent') {
      const { meaning, meaningZh, fix, fixZh } = error.explanation;
      const problems = [{ code: String(error.code), message: meaning, messageZh: meaningZh, fix, fixZh }];
      return { kind: 'refused', problems, note: result.note };
    }
    const outcome = outcomeOf(error, this.clock.now(), rules);
    return outcome.kind === 'contradicted'
      ? { kind: 'refused', problems: outcome.problems, note: result.note }
      : { ...outcome, note: result.note };
  }
}

function accessOf(isClosed: boolean, isOpen: boolean, isFirst: boolean): TrialAccess {
  if (isClosed) return 'closed';
  if (isOpen) return 'open-already';
  return isFirst ? 'first-generation' : 'trying';
}
