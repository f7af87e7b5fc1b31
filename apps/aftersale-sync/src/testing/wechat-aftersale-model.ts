import type { AftersaleState } from '@tongbu/contracts';
import { Faults, type Execution, type Executor } from '@tongbu/sync-engine';
import {
  looksTheSame,
  type AftersaleRow,
  type DesiredAftersale,
  type ObservedAftersale,
} from '../aftersales/aftersale';
import { commandKey, type AftersaleCommand, type AftersaleFact } from '../aftersales/aftersale.commands';
import { isDecision, type Decision, type Wish } from '../aftersales/aftersale.wish';
import { LINE, shown, WECHAT_ID, type ModelAftersale } from './shown-aftersale';

type Outcome = Execution<AftersaleFact>;
const stale: Outcome = { kind: 'stale', fact: { kind: 'out-of-date' }, problems: [] };

const HOUR = 3_600_000;
const REFUSED = { code: '', message: 'm', messageZh: '退款失败', fix: 'f', fixZh: '改' };

/**
 * One after-sale at WeChat, after the documented state machine, with the faults of a network and of a killed process. A
 * model for property tests; it shares no code with the simulator.
 */
export class WechatAftersaleModel implements Executor<
  DesiredAftersale,
  ObservedAftersale,
  AftersaleCommand,
  AftersaleFact
> {
  aftersale: ModelAftersale | null = null;
  readonly faults;
  /** Every state it was in. */
  readonly history: AftersaleState[] = [];
  /** Looks that are answered with nothing although it is there. */
  hiddenLooks = 0;
  refunds = 0;
  opened = 0;
  /** Decisions that were carried out, and what was on the table then. */
  readonly decisions: { readonly wish: Decision; readonly amount: number }[] = [];
  readonly writes: string[] = [];
  orderIsKnown = true;
  collectedBy: 'merchant' | 'component' = 'component';
  /** What WeChat refuses for good. */
  refuses: readonly AftersaleCommand['name'][] = [];
  reads = 0;
  /** The row that our service finds the after-sale to belong to. */
  ownedBy: string | null = null;

  constructor(private readonly now: () => Date) {
    this.faults = new Faults(now);
  }

  async execute(command: AftersaleCommand, row: AftersaleRow): Promise<Outcome> {
    return this.faults.run(() => this.apply(command, row));
  }

  /** The buyer opens it inside WeChat. */
  begin(type: 'refund' | 'return', amount = 4_050): void {
    if (this.aftersale !== null) return;
    this.aftersale = this.newAftersale(type, amount, null);
    this.enter(type === 'refund' ? 'refund-requested' : 'return-requested');
  }

  /** The buyer does something inside WeChat. Answers whether it was possible. */
  buyer(what: 'edit' | 'withdraw' | 'ship' | 'move-waybill' | 'intervene', amount = 3_000): boolean {
    const { aftersale } = this;
    if (aftersale === null) return false;
    switch (what) {
      case 'edit':
        if (!this.in('refund-requested', 'return-requested', 'refund-rejected', 'return-rejected'))
          return false;
        if (aftersale.requests >= 5) return false;
        aftersale.amount = amount;
        aftersale.requests += 1;
        this.enter(aftersale.type === 'refund' ? 'refund-requested' : 'return-requested');
        return true;
      case 'withdraw':
        if (
          !this.in(
            'refund-requested',
            'return-requested',
            'return-awaited',
            'refund-rejected',
            'return-rejected',
          )
        )
          return false;
        this.enter('withdrawn');
        return true;
      case 'ship':
        if (!this.in('return-awaited')) return false;
        aftersale.shipment = {
          carrierId: 'SF',
          carrierName: null,
          waybill: 'SF1',
          at: this.now().toISOString(),
        };
        this.enter('receipt-awaited');
        return true;
      case 'move-waybill':
        if (!this.in('receipt-awaited')) return false;
        aftersale.shipment = {
          carrierId: 'SF',
          carrierName: null,
          waybill: `SF${this.history.length}`,
          at: null,
        };
        this.enter('receipt-awaited');
        return true;
      case 'intervene':
        if (!this.in('refund-rejected', 'return-rejected')) return false;
        aftersale.complaint = { state: 'evidence', evidence: 0, until: this.now().getTime() + 72 * HOUR };
        this.enter(aftersale.state === 'refund-rejected' ? 'refund-disputed' : 'return-disputed');
        return true;
    }
  }

  /** WeChat does something by itself. */
  platform(what: 'deadlines' | 'pay' | 'fail-to-pay' | 'decide-refund' | 'decide-nothing'): boolean {
    const { aftersale } = this;
    if (aftersale === null) return false;
    switch (what) {
      case 'deadlines':
        return this.passDeadline(aftersale);
      case 'pay':
        if (!this.in('refunding')) return false;
        this.refunds += 1;
        this.enter('refunded');
        return true;
      case 'fail-to-pay':
        if (!this.in('refunding')) return false;
        this.enter('refund-failed');
        return true;
      case 'decide-refund':
      case 'decide-nothing':
        if (!this.in('refund-disputed', 'return-disputed')) return false;
        if (aftersale.complaint !== null) aftersale.complaint.state = 'over';
        this.enter(what === 'decide-refund' ? 'refunding' : 'closed');
        return true;
    }
  }

  private passDeadline(aftersale: ModelAftersale): boolean {
    const age = this.now().getTime() - aftersale.updatedAt;
    const [hours, next] = DEADLINES[aftersale.state] ?? [];
    if (hours === undefined || next === undefined || age < hours * HOUR) return false;
    this.enter(next);
    return true;
  }

  private apply(command: AftersaleCommand, row: AftersaleRow): Outcome {
    if (this.refuses.includes(command.name)) {
      const { desiredGeneration } = row;
      const problems = [{ ...REFUSED, code: command.name }];
      return {
        kind: 'refused',
        problems,
        fact: { kind: 'refused', command: commandKey(command), problems, desiredGeneration },
      };
    }
    switch (command.name) {
      case 'learn-order':
        return fact({
          kind: 'order-learned',
          order: {
            orderId: command.orderId,
            generation: row.generation,
            facts: this.orderIsKnown
              ? {
                  atWechat: { openId: 'o1', collectedBy: this.collectedBy, lines: [LINE] },
                  returnAddress: null,
                }
              : null,
          },
        });
      case 'exchange-pictures':
        return fact({
          kind: 'pictures-exchanged',
          pictures: Object.fromEntries(command.urls.map((url) => [url, url])),
        });
      case 'read':
        return this.read();
      case 'open': {
        this.writes.push('open');
        if (this.aftersale !== null) return { kind: 'stale', fact: { kind: 'id-taken' }, problems: [] };
        const { type, claim, wishes } = command.opening;
        this.opened += 1;
        this.aftersale = { ...this.newAftersale(type, claim.amount, row.entityId), reason: claim.reason };
        this.enter(type === 'refund' ? 'refund-requested' : 'return-requested');
        return fact({ kind: 'opened', wechatId: WECHAT_ID, wishes });
      }
      default:
        return this.carryOut(command.wish, row);
    }
  }

  private carryOut(wish: Wish, row: AftersaleRow): Outcome {
    const { aftersale } = this;
    if (aftersale === null) return stale;
    const before = row.observed?.aftersale ?? null;
    const now = shown(aftersale);
    if (before === null || !looksTheSame(before, now.aftersale)) {
      return { kind: 'stale', fact: { kind: 'changed-before', ...now }, problems: [] };
    }
    this.writes.push(wish.kind);
    const { amount } = aftersale;
    if (!this.change(aftersale, wish)) return stale;
    if (isDecision(wish)) this.decisions.push({ wish, amount });
    return fact({ kind: 'done', wish: wish.number, of: wish.kind });
  }

  private read(): Outcome {
    this.reads += 1;
    if (this.aftersale === null || this.hiddenLooks > 0) {
      this.hiddenLooks = Math.max(0, this.hiddenLooks - 1);
      return fact({ kind: 'not-shown' });
    }
    return fact({ kind: 'read', ...shown(this.aftersale), sameAs: this.ownedBy });
  }

  private change(aftersale: ModelAftersale, wish: Wish): boolean {
    switch (wish.kind) {
      case 'accept-refund':
      case 'receive-goods':
        if (!this.in(wish.kind === 'accept-refund' ? 'refund-requested' : 'receipt-awaited')) return false;
        this.enter('refunding');
        return true;
      case 'accept-return':
        if (!this.in('return-requested')) return false;
        this.enter('return-awaited');
        return true;
      case 'reject': {
        if (!this.in('refund-requested', 'return-requested', 'receipt-awaited')) return false;
        this.enter(this.in('return-requested') ? 'return-rejected' : 'refund-rejected');
        return true;
      }
      case 'edit':
        if (!this.buyer('edit', wish.claim.amount)) return false;
        aftersale.reason = wish.claim.reason;
        return true;
      case 'withdraw':
        return this.buyer('withdraw');
      case 'send-return':
        if (!this.buyer('ship')) return false;
        aftersale.shipment = {
          carrierId: wish.carrierId,
          carrierName: null,
          waybill: wish.waybill,
          at: null,
        };
        return true;
      case 'upload-certificates':
        if (!this.in('refund-failed')) return false;
        this.enter('other');
        return true;
      case 'submit-evidence':
        if (aftersale.complaint?.state !== 'evidence') return false;
        aftersale.complaint.evidence += 1;
        return true;
    }
  }

  private newAftersale(type: 'refund' | 'return', amount: number, merchantId: string | null): ModelAftersale {
    return {
      state: 'other',
      type,
      amount,
      reason: { text: '不想要了', code: 3 },
      shipment: null,
      merchantId,
      requests: 1,
      updatedAt: 0,
      complaint: null,
    };
  }

  private in(...states: readonly AftersaleState[]): boolean {
    return this.aftersale !== null && states.includes(this.aftersale.state);
  }

  private enter(state: AftersaleState): void {
    if (this.aftersale === null) return;
    this.aftersale.state = state;
    this.aftersale.updatedAt = this.now().getTime();
    this.history.push(state);
  }
}

const DEADLINES: Partial<Record<AftersaleState, readonly [number, AftersaleState]>> = {
  'refund-requested': [48, 'refunding'],
  'return-requested': [48, 'return-awaited'],
  'return-awaited': [7 * 24, 'closed'],
  'receipt-awaited': [10 * 24, 'refunding'],
  'refund-rejected': [7 * 24, 'closed'],
  'return-rejected': [7 * 24, 'closed'],
};

function fact(value: AftersaleFact): Outcome {
  return { kind: 'fact', fact: value };
}
