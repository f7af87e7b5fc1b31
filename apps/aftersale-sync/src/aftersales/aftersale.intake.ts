import type {
  aftersaleCertificatesUploaded,
  aftersaleEdited,
  aftersaleEvidenceSubmitted,
  aftersaleGoodsReceived,
  aftersaleRefundAccepted,
  aftersaleRejected,
  aftersaleReturnAccepted,
  aftersaleReturnSent,
  EventData,
  OpenedAftersale,
} from '@tongbu/contracts';
import type { DesiredChange } from '@tongbu/sync-engine';
import { nothingDecided, type DesiredAftersale, type ObservedAftersale, type Opening } from './aftersale';
import { isDecision, type Decision, type Wish } from './aftersale.wish';

type Change = (
  desired: DesiredAftersale | undefined,
  observed: ObservedAftersale | null,
) => DesiredChange<DesiredAftersale>;

type Impossible = Extract<DesiredChange<never>, { kind: 'impossible' }>;
type NewWish = OmitFrom<Wish, 'number' | 'at' | 'state'>;
/** As Omit, for each member of a union. */
type OmitFrom<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** How each of the merchant's events changes what is wanted. Pure; `at` is when the event came. */
export const aftersaleChanges = {
  opened({ version: _, orderId, type, line, ...claim }: OpenedAftersale, at: Date): Change {
    const opening: Opening = { orderId, type, line, claim, at: at.toISOString() };
    return (desired, observed) => {
      if (desired === undefined) return wanted({ ...nothingDecided, opening });
      const known = desired.opening;
      if (known === null) {
        return impossible(
          'aftersale-known',
          'the after-sale was opened inside WeChat; publish decisions on it instead',
        );
      }
      if (!isSameThing(known, opening)) {
        return impossible(
          'aftersale-differs',
          'data: order, line and type of an after-sale cannot change; publish another one under an id of its own',
        );
      }
      return wish(desired, observed, { kind: 'edit', claim }, at);
    };
  },

  edited({ version: _, ...claim }: EventData<typeof aftersaleEdited>, at: Date): Change {
    return wishing(() => ({ kind: 'edit', claim }), at);
  },

  withdrawn(at: Date): Change {
    return wishing(() => ({ kind: 'withdraw' }), at);
  },

  refundAccepted(data: EventData<typeof aftersaleRefundAccepted>, at: Date): Change {
    return wishing((known) => ({ kind: 'accept-refund', ...known(data) }), at);
  },

  returnAccepted({ address, ...data }: EventData<typeof aftersaleReturnAccepted>, at: Date): Change {
    return wishing((known) => ({ kind: 'accept-return', address: address ?? null, ...known(data) }), at);
  },

  rejected(data: EventData<typeof aftersaleRejected>, at: Date): Change {
    return wishing((known) => ({ kind: 'reject', ...known(data) }), at);
  },

  goodsReceived(data: EventData<typeof aftersaleGoodsReceived>, at: Date): Change {
    return wishing((known) => ({ kind: 'receive-goods', ...known(data) }), at);
  },

  returnSent({ carrierId, carrierName, waybill }: EventData<typeof aftersaleReturnSent>, at: Date): Change {
    return wishing(() => ({ kind: 'send-return', carrierId, carrierName: carrierName ?? null, waybill }), at);
  },

  certificatesUploaded(data: EventData<typeof aftersaleCertificatesUploaded>, at: Date): Change {
    return wishing(() => ({ kind: 'upload-certificates', ...data }), at);
  },

  evidenceSubmitted(data: EventData<typeof aftersaleEvidenceSubmitted>, at: Date): Change {
    return wishing(() => ({ kind: 'submit-evidence', ...data }), at);
  },

  /** The merchant gives an after-sale that was opened inside WeChat an id; it may be one we have not heard of yet. */
  linked(merchantId: string): Change {
    return (desired = nothingDecided, observed) => {
      // It was opened under this id.
      if (observed?.aftersale?.merchantId === merchantId) return wanted(desired);
      if (desired.opening !== null) {
        return impossible(
          'aftersale-not-linkable',
          'the merchant opened this after-sale itself: it has an id',
        );
      }
      if (desired.merchantId !== null && desired.merchantId !== merchantId) {
        return impossible('aftersale-linked', `the after-sale is linked to ${desired.merchantId} already`);
      }
      return wanted({ ...desired, merchantId });
    };
  },
};

/** What a decision is about, where the merchant does not say: what was known when it came. */
type About = (data: { request?: number | undefined; amount?: number | undefined }) => {
  readonly request: number | null;
  readonly amount: number | null;
  readonly after: number | null;
};

function wishing(make: (about: About) => NewWish, at: Date): Change {
  return (desired, observed) =>
    desired === undefined
      ? impossible(
          'aftersale-unknown',
          'the after-sale is not known; publish merchant.aftersale.opened.v1, or merchant.aftersale.linked.v1 with the id WeChat gave it',
        )
      : wish(desired, observed, make(aboutOf(desired, observed)), at);
}

function aboutOf(desired: DesiredAftersale, observed: ObservedAftersale | null): About {
  const edit = desired.wishes.findLast(
    (open) => open.kind === 'edit' && observed?.conclusions[String(open.number)] === undefined,
  );
  // A change of the shop's own is under way: the decision is about what comes of it.
  const claim = edit?.kind === 'edit' ? edit.claim : undefined;
  const seen = observed?.aftersale ?? undefined;
  return ({ request, amount }) => ({
    request: request ?? (claim === undefined && seen !== undefined ? (observed?.request ?? null) : null),
    amount: amount ?? claim?.amount ?? seen?.amount ?? desired.opening?.claim.amount ?? null,
    after: edit?.number ?? null,
  });
}

function wish(
  desired: DesiredAftersale,
  observed: ObservedAftersale | null,
  made: NewWish,
  at: Date,
): DesiredChange<DesiredAftersale> {
  const number = desired.wishCount + 1;
  const added: Wish = {
    ...made,
    number,
    at: at.toISOString(),
    state: observed?.aftersale?.state ?? null,
  };
  const waiting = desired.wishes.filter(
    (earlier) => observed?.conclusions[String(earlier.number)] === undefined && !isReplaced(earlier, added),
  );
  return wanted({ ...desired, wishes: [...waiting, added], wishCount: number });
}

/** Of two that say different things about the same, the newer counts. Evidence adds up. */
function isReplaced(earlier: Wish, added: Wish): boolean {
  if (isDecision(earlier) && isDecision(added)) return isSameRequest(earlier, added);
  switch (added.kind) {
    case 'submit-evidence':
      return false;
    case 'withdraw':
      return earlier.kind === 'edit' || earlier.kind === 'withdraw';
    default:
      return earlier.kind === added.kind;
  }
}

function isSameRequest(earlier: Decision, added: Decision): boolean {
  return earlier.request === null || added.request === null || earlier.request === added.request;
}

function isSameThing(known: Opening, opening: Opening): boolean {
  return (
    known.orderId === opening.orderId &&
    known.type === opening.type &&
    known.line.productId === opening.line.productId &&
    known.line.skuId === opening.line.skuId &&
    known.line.quantity === opening.line.quantity
  );
}

function wanted(desired: DesiredAftersale): DesiredChange<DesiredAftersale> {
  return { kind: 'desired', desired };
}

function impossible(code: string, message: string): Impossible {
  return { kind: 'impossible', code, message };
}
