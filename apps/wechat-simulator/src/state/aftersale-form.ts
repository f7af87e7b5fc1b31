import type { Aftersale } from '../aftersales/aftersale';
import type { Complaint } from '../complaints/complaint';

/** An after-sale as the data file has it: ids in digits, and no member for what there is not. */
export function aftersaleForm(aftersale: Aftersale): object {
  const { aftersaleId, orderId, complaintId } = aftersale;
  return {
    ...aftersale,
    aftersaleId: String(aftersaleId),
    orderId: String(orderId),
    ...(complaintId === undefined ? {} : { complaintId: String(complaintId) }),
  };
}

/** A complaint as the data file has it. */
export function complaintForm(complaint: Complaint): object {
  const { complaintId, aftersaleId, orderId } = complaint;
  return {
    ...complaint,
    complaintId: String(complaintId),
    aftersaleId: String(aftersaleId),
    orderId: String(orderId),
  };
}
