import type { Complaint } from './complaint';

/** All complaints of one account. */
export class ComplaintBook {
  private readonly byId = new Map<bigint, Complaint>();

  put(complaint: Complaint): void {
    this.byId.set(complaint.complaintId, complaint);
  }

  all(): Complaint[] {
    return [...this.byId.values()];
  }

  find(complaintId: bigint): Complaint | undefined {
    return this.byId.get(complaintId);
  }
}
