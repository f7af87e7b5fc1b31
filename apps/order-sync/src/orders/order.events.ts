import {
  wechatOrderAddressChanged,
  wechatOrderAttributed,
  wechatOrderCancelled,
  wechatOrderCompensationRequired,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderPaymentParametersReady,
  wechatOrderPaymentParametersRefused,
  wechatOrderPriceChanged,
  wechatOrderReceived,
  wechatOrderRefunded,
  wechatOrderSettled,
  wechatOrderShipped,
  type EventDefinition,
  type PaymentParameters,
} from '@tongbu/contracts';
import { hash, type EventDraft } from '@tongbu/sync-engine';
import { wantedOrder } from './order.amounts';
import type { Attribution, ObservedOrder, OrderState, Price } from './order';
import type { Settlement } from './order.hint';
import { noCheckout, type CheckoutObstacle } from './order.problems';

/** What an order's events are made from: the row's state, and what is known after the answer they follow from. */
export interface Teller {
  readonly state: OrderState;
  readonly observed: ObservedOrder;
}

const ONCE = 'once';

/** What the merchant hears of an order, as events. Each has a key of its own, so that what is told twice is one event. */
export const orderEvents = {
  created(
    teller: Teller,
    ticket: { readonly ticket?: string; readonly ticketExpiresAt?: string } = {},
  ): EventDraft {
    const { sent, collectedBy } = teller.observed;
    const order = wantedOrder(teller.state.desired);
    const { lines, freight, total } = priceInForce(teller);
    return draft(wechatOrderCreated, ONCE, {
      ...identified(teller),
      openId: sent?.openId ?? order?.buyer.openId,
      collectedBy: collectedBy ?? 'merchant',
      lines,
      freight,
      total,
      deliveryType: sent?.deliveryType ?? order?.delivery.type,
      ...(order?.payment.requiredFundType === undefined ? {} : { required: true }),
      ...ticket,
    });
  },

  parametersReady(teller: Teller, checkoutId: string, parameters: PaymentParameters): EventDraft {
    const data = { ...identified(teller), checkoutId, parameters };
    return draft(wechatOrderPaymentParametersReady, checkoutId, data);
  },

  parametersRefused(teller: Teller, checkoutId: string, obstacle: CheckoutObstacle): EventDraft {
    const data = { ...identified(teller), checkoutId, problems: [noCheckout[obstacle]] };
    return draft(wechatOrderPaymentParametersRefused, checkoutId, data);
  },

  paid(teller: Teller): EventDraft {
    return draft(wechatOrderPaid, ONCE, { ...identified(teller), ...payment(teller) });
  },

  compensationRequired(teller: Teller): EventDraft {
    const { paid } = teller.state.desired;
    const told = payment(teller);
    return draft(wechatOrderCompensationRequired, ONCE, {
      ...identified(teller),
      collectedBy: told.collectedBy,
      transactionId: told.transactionId || (paid?.transactionId ?? ''),
      paidAt: told.paidAt ?? paid?.paidAt ?? null,
      amount: priceInForce(teller).total,
    });
  },

  cancelled(teller: Teller, by: 'merchant' | 'buyer' | 'timed-out' | 'unknown'): EventDraft {
    return draft(wechatOrderCancelled, ONCE, { ...identified(teller), by });
  },

  priceChanged(teller: Teller): EventDraft {
    const { lines, freight, total } = priceInForce(teller);
    const merchantVersion = teller.state.desired.price?.version ?? null;
    return draft(wechatOrderPriceChanged, ONCE, {
      ...identified(teller),
      merchantVersion,
      lines,
      freight,
      total,
    });
  },

  addressChanged(teller: Teller, merchantVersion: number | null): EventDraft {
    const data = { ...identified(teller), merchantVersion };
    return draft(wechatOrderAddressChanged, String(teller.observed.addressChanges), data);
  },

  shipped(teller: Teller, complete: boolean): EventDraft {
    return draft(wechatOrderShipped, complete ? 'complete' : 'partly', { ...identified(teller), complete });
  },

  received(teller: Teller): EventDraft {
    const { receivedAt } = teller.observed;
    return draft(wechatOrderReceived, ONCE, { ...identified(teller), receivedAt });
  },

  refunded(teller: Teller): EventDraft {
    return draft(wechatOrderRefunded, ONCE, identified(teller));
  },

  settled(teller: Teller, { number, amount, at }: Settlement): EventDraft {
    const settlement = { settlementNumber: number, amount, settledAt: at };
    return draft(wechatOrderSettled, ONCE, { ...identified(teller), ...settlement });
  },

  attributed(teller: Teller, attribution: Attribution): EventDraft {
    return draft(wechatOrderAttributed, hash(attribution), { ...identified(teller), ...attribution });
  },
};

function draft(definition: EventDefinition, key: string, data: unknown): EventDraft {
  return { type: definition.type, key, data };
}

function identified({ state, observed }: Teller) {
  return { wechatOrderId: observed.wechatId, merchantVersion: state.desiredVersion };
}

function payment({ observed }: Teller) {
  return {
    collectedBy: observed.collectedBy ?? 'merchant',
    transactionId: observed.payment?.transactionId ?? '',
    paidAt: observed.payment?.paidAt ?? null,
  };
}

function priceInForce({ state, observed }: Teller): Pick<Price, 'lines' | 'freight' | 'total'> {
  const known = observed.price ?? observed.sent?.price;
  if (known !== undefined) return known;
  const order = wantedOrder(state.desired);
  return { lines: [], freight: order?.freight ?? 0, total: order?.total ?? 0 };
}
