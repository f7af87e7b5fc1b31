import type { Aftersale } from '../aftersales/aftersale';
import type { Complaint } from '../complaints/complaint';
import type { WechatEvent } from './events';

/** The one event that names the order. */
export function aftersaleOpenedEvent({ aftersaleId, orderId, outOrderId }: Aftersale): WechatEvent {
  return {
    event: 'aftersale_new_order',
    bodyKey: 'aftersale_info',
    body: { aftersale_id: aftersaleId, order_id: orderId, out_order_id: outOrderId },
  };
}

export function aftersaleEvent({ aftersaleId, outAftersaleId }: Aftersale, event: string): WechatEvent {
  return {
    event,
    bodyKey: 'aftersale_info',
    body: { aftersale_id: aftersaleId, out_aftersale_id: outAftersaleId },
  };
}

export function complaintEvent({ complaintId, state, lastEvent }: Complaint): WechatEvent {
  return {
    event: 'complaint_notify',
    bodyKey: 'complaint_info',
    body: { complaint_order_id: complaintId, state, event: lastEvent },
  };
}
