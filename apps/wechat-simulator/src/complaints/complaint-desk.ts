import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import type { Aftersale } from '../aftersales/aftersale';
import type { AftersaleProgress } from '../aftersales/aftersale-progress';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { aftersaleEvent, complaintEvent } from '../callbacks/aftersale-events';
import type { EventPusher } from '../callbacks/events';
import type { IdSequence } from '../products/product-shelf';
import type { DueTimers } from '../time/due-timers';
import { EVENTS, STATES, type Complaint, type ComplaintStep, type Material } from './complaint';

export type Verdict = 'refund' | 'return' | 'nothing';
export const RESPONSIBLE = ['merchant', 'buyer', 'both', 'nobody'] as const;
export type Responsible = (typeof RESPONSIBLE)[number];

const VERDICTS = {
  refund: { judged: 1, event: 240062, action: 'judge-refund' },
  return: { judged: 5, event: 240066, action: 'judge-return' },
  nothing: { judged: 9, event: 240025, action: 'judge-nothing' },
} as const;

type Change = { readonly state: number; readonly event: number };

/** Where evidence of each side leads, by the state it meets. In every other state none is taken. */
const EVIDENCE: Readonly<Record<'buyer' | 'merchant', Readonly<Record<number, Change>>>> = {
  merchant: {
    [STATES.merchantEvidence]: { state: STATES.verdictAwaited, event: EVENTS.merchantAdded },
    [STATES.bothEvidence]: { state: STATES.merchantDone, event: EVENTS.merchantAddedBuyerMissing },
    [STATES.buyerDone]: { state: STATES.verdictAwaited, event: EVENTS.merchantAddedComplete },
  },
  buyer: {
    [STATES.buyerEvidence]: { state: STATES.verdictAwaited, event: EVENTS.buyerAdded },
    [STATES.bothEvidence]: { state: STATES.buyerDone, event: EVENTS.buyerAddedMerchantMissing },
    [STATES.merchantDone]: { state: STATES.verdictAwaited, event: EVENTS.buyerAddedComplete },
  },
};

/** Whose evidence is asked for. */
const ASKED: Readonly<Record<'buyer' | 'merchant' | 'both', Change>> = {
  buyer: { state: STATES.buyerEvidence, event: EVENTS.buyerAsked },
  merchant: { state: STATES.merchantEvidence, event: EVENTS.merchantAsked },
  both: { state: STATES.bothEvidence, event: EVENTS.bothAsked },
};

/** What happened when evidence did not come in time. */
const TIMED_OUT: Readonly<Record<number, number>> = {
  [STATES.buyerEvidence]: EVENTS.buyerTimedOut,
  [STATES.merchantDone]: EVENTS.buyerTimedOut,
  [STATES.merchantEvidence]: EVENTS.merchantTimedOut,
  [STATES.buyerDone]: EVENTS.merchantTimedOut,
  [STATES.bothEvidence]: EVENTS.bothTimedOut,
};

/** Customer service between buyer and merchant. */
export class ComplaintDesk {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly ids: IdSequence,
    private readonly pusher: EventPusher,
    private readonly aftersales: AftersaleProgress,
  ) {}

  /** The buyer asks for intervention. The after-sale itself tells nothing of it. */
  open(app: App, aftersale: Aftersale, type: number): Refusal | undefined {
    if (aftersale.complaintId !== undefined)
      return refuse(ERR.AFTERSALE_STATE, 'there is a complaint about it already');
    const action = aftersale.status === 5 ? 'dispute-return' : 'dispute-refund';
    const refusal = this.aftersales.move(app, aftersale, action);
    if (refusal !== undefined) return refusal;
    const now = this.clock.now();
    const complaint: Complaint = {
      complaintId: this.ids.next(),
      aftersaleId: aftersale.aftersaleId,
      orderId: aftersale.orderId,
      openid: aftersale.openid,
      type,
      state: STATES.serviceHandling,
      lastEvent: EVENTS.complained,
      expiresAt: undefined,
      judgeResult: 0,
      createTime: now,
      updateTime: now,
      steps: [],
    };
    app.complaints.put(complaint);
    aftersale.complaintId = complaint.complaintId;
    this.step(app, complaint, 'buyer', { state: complaint.state, event: complaint.lastEvent });
    return undefined;
  }

  ask(app: App, complaint: Complaint, whom: keyof typeof ASKED, withinMs: number): Refusal | undefined {
    if (isOver(complaint)) return refuse(ERR.EVIDENCE_NOT_TAKEN, 'the complaint is over');
    this.expireAt(app, complaint, new Date(this.clock.now().getTime() + withinMs));
    this.step(app, complaint, 'service', ASKED[whom]);
    return undefined;
  }

  addEvidence(
    app: App,
    complaint: Complaint,
    by: 'buyer' | 'merchant',
    material: Material,
  ): Refusal | undefined {
    const change = EVIDENCE[by][complaint.state];
    if (change === undefined)
      return refuse(ERR.EVIDENCE_NOT_TAKEN, `the complaint is in state ${complaint.state}`);
    this.step(app, complaint, by, change, material);
    if (change.state === STATES.verdictAwaited) this.expireAt(app, complaint, undefined);
    return undefined;
  }

  judge(app: App, complaint: Complaint, verdict: Verdict, responsible: Responsible): Refusal | undefined {
    const aftersale = app.aftersales.find(complaint.aftersaleId);
    if (aftersale === undefined || isOver(complaint)) return refuse(ERR.AFTERSALE_STATE, 'it is over');
    const { judged, event, action } = VERDICTS[verdict];
    const refusal = this.aftersales.move(app, aftersale, action);
    if (refusal !== undefined) return refusal;
    const index = RESPONSIBLE.indexOf(responsible);
    complaint.judgeResult = judged + index;
    this.expireAt(app, complaint, undefined);
    this.step(app, complaint, 'service', { state: STATES.finished, event: event + index });
    this.pusher.push(app, aftersaleEvent(aftersale, 'aftersale_complaint_update_order_state'));
    return undefined;
  }

  /** Goes on waiting for what an earlier run waited for. */
  resume(app: App, complaint: Complaint): void {
    this.expireAt(app, complaint, complaint.expiresAt);
  }

  private step(
    app: App,
    complaint: Complaint,
    by: ComplaintStep['by'],
    { state, event }: Change,
    material?: Material,
  ): void {
    const at = this.clock.now();
    Object.assign(complaint, { state, lastEvent: event, updateTime: at });
    complaint.steps.push({ by, state, event, at, material });
    app.revision.advance();
    // What the merchant did itself is not told to it.
    if (by !== 'merchant') this.pusher.push(app, complaintEvent(complaint));
  }

  private expireAt(app: App, complaint: Complaint, at: Date | undefined): void {
    const key = `${app.appId}/complaint/${complaint.complaintId}`;
    complaint.expiresAt = at;
    if (at === undefined) {
      this.timers.stop(key);
      return;
    }
    this.timers.start(key, at, () => {
      complaint.expiresAt = undefined;
      const event = TIMED_OUT[complaint.state];
      if (event !== undefined) this.step(app, complaint, 'service', { state: STATES.verdictAwaited, event });
    });
  }
}

function isOver({ state }: Complaint): boolean {
  return state === STATES.finished || state === STATES.closed;
}
