import type { Problem } from '@tongbu/contracts';
import { exchangeAll, type PictureExchange } from '@tongbu/pictures';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  failureOf,
  outcomeOf,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type { AftersaleChannel } from '../channel/aftersale-channel';
import { underLease, type Leases } from '../leases/under-lease';
import type { OrderBook } from '../orders/order-book';
import {
  looksTheSame,
  type AftersaleRow,
  type DesiredAftersale,
  type ObservedAftersale,
  type ReadAftersale,
} from './aftersale';
import type { AftersaleRows } from './aftersale-rows';
import { commandKey, type AftersaleCommand, type AftersaleFact } from './aftersale.commands';
import { AFTERSALE_ERRORS, aftersaleErrors } from './aftersale.errors';
import { look } from './aftersale.look';
import { picturesOf } from './aftersale.needs';
import { wishNotPossible } from './aftersale.problems';
import { sendWish, withPictures } from './aftersale.send';
import type { Wish } from './aftersale.wish';
import { wantsEvidence } from './complaint';

type Outcome = Execution<AftersaleFact>;
type Failure = Extract<ChannelResult<unknown>, { ok: false }>;
type Open = Extract<AftersaleCommand, { name: 'open' }>;
type CarryOut = Extract<AftersaleCommand, { wish: Wish }>;

/** Runs an after-sale's commands. Everything that is written to an order is written under its lease. */
export class AftersaleExecutor implements Executor<
  DesiredAftersale,
  ObservedAftersale,
  AftersaleCommand,
  AftersaleFact
> {
  constructor(
    private readonly channel: AftersaleChannel,
    private readonly leases: Leases,
    private readonly orders: OrderBook,
    private readonly rows: Pick<AftersaleRows, 'isOpenedByMerchant'>,
    private readonly pictures: PictureExchange,
    private readonly clock: Clock,
  ) {}

  async execute(command: AftersaleCommand, row: AftersaleRow, context: ExecutionContext): Promise<Outcome> {
    const { appId, generation } = row;
    const call: ChannelCall = { appId, lane: command.lane, ...context };
    switch (command.name) {
      case 'read':
        return this.read(call, row, command.complaintId);
      case 'learn-order': {
        const { orderId } = command;
        const facts = await this.orders.find(appId, orderId);
        return { kind: 'fact', fact: { kind: 'order-learned', order: { orderId, facts, generation } } };
      }
      case 'exchange-pictures': {
        const exchanged = await exchangeAll(
          this.pictures,
          call,
          command.urls,
          { images: command.urls },
          (error) => outcomeOf(error, this.clock.now(), aftersaleErrors),
        );
        return exchanged.kind === 'refused' ? this.refused(command, row, exchanged.problems) : exchanged;
      }
      case 'open':
        return underLease(this.leases, this.clock, call, command.opening.orderId, (leased) =>
          this.open(leased, row, command),
        );
      default: {
        const aftersale = row.observed?.aftersale;
        if (aftersale == null) throw new Error(`${command.name} planned for an after-sale nobody has seen`);
        return underLease(this.leases, this.clock, call, aftersale.orderId, (leased) =>
          this.carryOut(leased, row, command, aftersale),
        );
      }
    }
  }

  private async read(call: ChannelCall, row: AftersaleRow, complaintId: string | null): Promise<Outcome> {
    const sight = await look(this.channel, call, row, complaintId);
    if (!sight.ok) return this.failed(sight);
    const { value, note } = sight;
    if (value === null) {
      // What was shown once is there: WeChat forgets nothing.
      return row.observed?.existence === 'present'
        ? { kind: 'failed', reason: 'WeChat does not show an after-sale that it has shown before', note }
        : { kind: 'fact', fact: { kind: 'not-shown' }, note };
    }
    const { merchantId } = value.aftersale;
    const isAnothers =
      merchantId !== null &&
      merchantId !== row.entityId &&
      (await this.rows.isOpenedByMerchant(row.appId, merchantId));
    return { kind: 'fact', fact: { kind: 'read', ...value, sameAs: isAnothers ? merchantId : null }, note };
  }

  private async open(call: ChannelCall, row: AftersaleRow, command: Open): Promise<Outcome> {
    const { opening } = command;
    const openId = row.observed?.order?.facts?.atWechat?.openId;
    if (openId === undefined) throw new Error('open planned for an order whose buyer is not known');
    const claim = withPictures(row, opening.claim);
    const result = await this.channel.open(call, row.entityId, openId, { ...opening, claim });
    if (!result.ok) return this.notTaken(command, row, result, opening.claim.images);
    const { wishes } = opening;
    return { kind: 'fact', fact: { kind: 'opened', wechatId: result.value, wishes }, note: result.note };
  }

  /** Sends a wish, if WeChat still shows what it was judged by. */
  private async carryOut(
    call: ChannelCall,
    row: AftersaleRow,
    command: CarryOut,
    judgedBy: ReadAftersale,
  ): Promise<Outcome> {
    const { wish } = command;
    const sight = await look(this.channel, call, row, knownComplaint(row));
    if (!sight.ok) return notSent(this.failed(sight));
    const { value: now, note } = sight;
    if (now === null) {
      return {
        kind: 'failed',
        reason: 'WeChat does not show an after-sale that it has shown before',
        note,
      };
    }
    const evidenceIsWanted = wish.kind !== 'submit-evidence' || wantsEvidence(now.complaint);
    if (!looksTheSame(judgedBy, now.aftersale) || !evidenceIsWanted) {
      return { kind: 'stale', fact: { kind: 'changed-before', ...now }, problems: [], note };
    }
    const result = await sendWish(this.channel, call, row, wish, now);
    if (result === 'not-sendable') {
      return this.refused(command, row, [wishNotPossible(wish.kind, now.aftersale.state, [])]);
    }
    if (!result.ok) return this.notTaken(command, row, result, picturesOf(wish));
    return { kind: 'fact', fact: { kind: 'done', wish: wish.number, of: wish.kind }, note: result.note };
  }

  /** What follows from an answer that is no success. */
  private async notTaken(
    command: Open | CarryOut,
    row: AftersaleRow,
    failure: Failure,
    images: readonly string[],
  ): Promise<Outcome> {
    const { error, note } = failure;
    const outcome = outcomeOf(error, this.clock.now(), aftersaleErrors);
    switch (outcome.kind) {
      case 'contradicted': {
        const { code, problems } = outcome;
        if (code === AFTERSALE_ERRORS.pictureNotExchanged && images.length > 0) {
          await this.pictures.forget(row.appId, images);
          return { kind: 'stale', fact: { kind: 'pictures-lost' }, problems, note };
        }
        if (code === AFTERSALE_ERRORS.pictureNotExchanged) return this.refused(command, row, problems);
        const isTaken = command.name === 'open' && code === AFTERSALE_ERRORS.exists;
        return { kind: 'stale', fact: { kind: isTaken ? 'id-taken' : 'out-of-date' }, problems, note };
      }
      case 'refused':
        return { ...this.refused(command, row, outcome.problems), note };
      case 'failed':
        // WeChat documentation: after "busy" it may have been done.
        return error.kind === 'refused' ? { ...outcome, kind: 'unknown', note } : { ...outcome, note };
      case 'unknown':
      case 'deferred':
        return { ...outcome, note };
      default:
        return assertUnreachable(outcome);
    }
  }

  private refused(
    command: AftersaleCommand,
    { desiredGeneration }: AftersaleRow,
    problems: readonly Problem[],
  ): Outcome {
    const fact = { kind: 'refused', command: commandKey(command), problems, desiredGeneration } as const;
    return { kind: 'refused', problems, fact };
  }

  private failed(failure: Failure): Outcome {
    return failureOf(failure, this.clock.now(), aftersaleErrors);
  }
}

function knownComplaint({ observed }: AftersaleRow): string | null {
  return observed?.complaint?.wechatComplaintId ?? null;
}

/** The look before a command did not work out; the command was not sent. */
function notSent(outcome: Outcome): Outcome {
  return outcome.kind === 'unknown' || outcome.kind === 'refused'
    ? {
        kind: 'failed',
        reason: outcome.kind === 'unknown' ? outcome.reason : 'WeChat refused to show it',
        note: outcome.note,
      }
    : outcome;
}
