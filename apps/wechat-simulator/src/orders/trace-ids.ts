import type { Attribution } from './order';

export interface IssuedTrace {
  readonly openid: string;
  /** Whose sale an order with this id is; absent: nobody's. */
  readonly attribution: Attribution | undefined;
}

/** The `traceId`s of one account, each for one user. */
export class TraceIds {
  private readonly issued = new Map<string, IssuedTrace>();

  put(traceId: string, trace: IssuedTrace): void {
    this.issued.set(traceId, trace);
  }

  find(traceId: string): IssuedTrace | undefined {
    return this.issued.get(traceId);
  }

  all(): [string, IssuedTrace][] {
    return [...this.issued];
  }

  isOfAnother(traceId: string, openid: string): boolean {
    return (this.issued.get(traceId)?.openid ?? openid) !== openid;
  }

  /** An id that was never issued belongs to the user who sends it first. */
  claim(traceId: string, openid: string): void {
    if (!this.issued.has(traceId)) this.put(traceId, { openid, attribution: undefined });
  }
}
