import {
  wechatAftersaleChanged,
  wechatAftersaleClosed,
  wechatAftersaleComplaintChanged,
  wechatAftersaleComplaintDecided,
  wechatAftersaleComplaintOpened,
  wechatAftersaleDeadlineMissed,
  wechatAftersaleDeadlineNear,
  wechatAftersalePlatformIntervened,
  wechatAftersaleRefunded,
  wechatAftersaleRefundFailed,
  wechatAftersaleRefunding,
  wechatAftersaleRejected,
  wechatAftersaleRequested,
  wechatAftersaleReturnAwaited,
  wechatAftersaleReturnShipped,
  wechatAftersaleWithdrawn,
  type EventDefinition,
} from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { EventDraft } from '@tongbu/sync-engine';
import {
  isSameShipment,
  merchantIdOf,
  wasDone,
  type AftersaleRow,
  type Deadline,
  type ObservedAftersale,
  type ReadAftersale,
} from './aftersale';
import { deadlineKey, isConsequence } from './aftersale.deadlines';
import { overdueIn } from './aftersale.hint';
import type { ReadComplaint } from './complaint';

/** One look at an after-sale: what was known before it, what was seen, and what has changed. */
export interface Look {
  readonly row: AftersaleRow;
  readonly known: ObservedAftersale;
  readonly seen: ObservedAftersale;
  readonly hasMoved: boolean;
  readonly isNewRequest: boolean;
  readonly complaintMoved: boolean;
  /** Deadlines that have come near. */
  readonly warnings: readonly Deadline[];
  readonly now: Date;
}

/** What the merchant hears about a look, oldest first. Steps in between that nobody saw are not told. */
export function newsOf(look: Look): EventDraft[] {
  const { row, known, seen, warnings } = look;
  const { aftersale, complaint } = seen;
  if (aftersale === null) return [];
  const about = aboutOf(row, seen, aftersale);
  return [
    ...missedDeadlines(look).map((deadline) =>
      draftOf(wechatAftersaleDeadlineMissed, deadlineKey(deadline), { ...about, ...deadline }),
    ),
    ...requestNews(look, aftersale, about),
    ...stateNews(look, aftersale, about),
    ...(look.complaintMoved && complaint !== null
      ? [complaintNews(known.complaint, complaint, seen.complaintTurn, about)]
      : []),
    ...warnings.map((deadline) =>
      draftOf(wechatAftersaleDeadlineNear, deadlineKey(deadline), { ...about, ...deadline }),
    ),
  ];
}

function aboutOf(row: AftersaleRow, { request }: ObservedAftersale, aftersale: ReadAftersale) {
  const { orderId, wechatId, line, type, amount, state, rawState, reason } = aftersale;
  return {
    orderId,
    wechatAftersaleId: wechatId,
    merchantAftersaleId: merchantIdOf(row) ?? aftersale.merchantId,
    line,
    type,
    amount,
    state,
    rawState,
    reason: reason.name,
    reasonText: reason.text,
    rawReasonCode: reason.rawCode,
    request,
  };
}
type About = ReturnType<typeof aboutOf>;

function requestNews(
  { known, seen, isNewRequest }: Look,
  { media, openedAt }: ReadAftersale,
  about: About,
): EventDraft[] {
  const data = { ...about, media, openedAt };
  if (known.aftersale === null) return [draftOf(wechatAftersaleRequested, 1, data)];
  return isNewRequest ? [draftOf(wechatAftersaleChanged, seen.request, data)] : [];
}

function stateNews({ known, seen, hasMoved }: Look, aftersale: ReadAftersale, about: About): EventDraft[] {
  const before = known.aftersale;
  if (!hasMoved) return [];
  const draft = (definition: EventDefinition, more: object = {}) => [
    draftOf(definition, seen.turn, { ...about, ...more }),
  ];
  const { state, shipment, refundId } = aftersale;
  const sameState = before !== null && before.state === state;
  switch (state) {
    case 'refund-requested':
    case 'return-requested':
    case 'other':
      return [];
    case 'receipt-awaited': {
      if (sameState && isSameShipment(before, aftersale)) return [];
      const { carrierId = null, carrierName = null, waybill = null, at = null } = shipment ?? {};
      return draft(wechatAftersaleReturnShipped, { carrierId, carrierName, waybill, shippedAt: at });
    }
    case 'refunded':
      return sameState ? [] : draft(wechatAftersaleRefunded, { refundId });
    case 'refund-rejected':
    case 'return-rejected':
      return sameState ? [] : draft(wechatAftersaleRejected);
    case 'return-awaited':
      return sameState ? [] : draft(wechatAftersaleReturnAwaited);
    case 'refund-disputed':
    case 'return-disputed':
      return sameState ? [] : draft(wechatAftersalePlatformIntervened);
    case 'refunding':
      return sameState ? [] : draft(wechatAftersaleRefunding);
    case 'refund-failed':
      return sameState ? [] : draft(wechatAftersaleRefundFailed);
    case 'withdrawn':
      return sameState ? [] : draft(wechatAftersaleWithdrawn);
    case 'closed':
      return sameState ? [] : draft(wechatAftersaleClosed);
    default:
      return assertUnreachable(state);
  }
}

/** Deadlines that ran out and made WeChat go on by itself, as far as it was not the merchant's own decision. */
function missedDeadlines({ row, known, seen, now }: Look): Deadline[] {
  const { hint, intent } = row;
  const decided = intent !== null || wasDone(known, 'accept-refund', 'accept-return', 'receive-goods');
  return known.deadlines.filter((deadline) => {
    const passed = Date.parse(deadline.at);
    if (deadline.deadline === 'evidence') {
      const stillAwaited = seen.deadlines.some((running) => running.deadline === 'evidence');
      const isOver = latestOf(now, seen.complaint?.updatedAt) >= passed;
      return isOver && !stillAwaited && !wasDone(known, 'submit-evidence');
    }
    const { aftersale } = seen;
    if (aftersale === null || aftersale.state === known.aftersale?.state) return false;
    if (!isConsequence(deadline, aftersale.state)) return false;
    const isOver = latestOf(now, aftersale.updatedAt) >= passed;
    return overdueIn(hint) === deadline.deadline || (isOver && !decided);
  });
}

/** WeChat's clock tells as well as ours, and may be ahead: what it pushes when a time is up may come before ours says so. */
function latestOf(now: Date, changedAt: string | null | undefined): number {
  return Math.max(now.getTime(), Date.parse(changedAt ?? now.toISOString()));
}

function complaintNews(
  before: ReadComplaint | null,
  complaint: ReadComplaint,
  turn: number,
  about: About,
): EventDraft {
  const { merchantEvidence: _1, updatedAt: _2, ...told } = complaint;
  const definition =
    before?.wechatComplaintId !== complaint.wechatComplaintId
      ? wechatAftersaleComplaintOpened
      : complaint.verdict !== null && before.verdict === null
        ? wechatAftersaleComplaintDecided
        : wechatAftersaleComplaintChanged;
  return draftOf(definition, turn, { ...about, complaint: told });
}

function draftOf({ type }: EventDefinition, key: number | string, data: unknown): EventDraft {
  return { type, key: String(key), data };
}
