import type { Aftersale } from '../aftersales/aftersale';
import type { Complaint } from '../complaints/complaint';

/** An after-sale with everything that is known of it. Ids are strings. */
export function aftersaleReport(aftersale: Aftersale): object {
  const { complaintId } = aftersale;
  return {
    ...aftersale,
    aftersaleId: String(aftersale.aftersaleId),
    orderId: String(aftersale.orderId),
    complaintId: complaintId === undefined ? null : String(complaintId),
    returned: aftersale.returned ?? null,
    returnAddress: aftersale.returnAddress ?? null,
    due: aftersale.due ?? null,
  };
}

export function complaintReport(complaint: Complaint): object {
  return {
    ...complaint,
    complaintId: String(complaint.complaintId),
    aftersaleId: String(complaint.aftersaleId),
    orderId: String(complaint.orderId),
    expiresAt: complaint.expiresAt ?? null,
  };
}
