/** One answered (or deliberately unanswered) call. Bodies of token calls are left out: they hold secrets. */
export interface LoggedCall {
  readonly rid: string;
  readonly time: Date;
  readonly appId: string | undefined;
  readonly path: string;
  /** Absent when a fault kept the answer back. */
  readonly errcode: number | undefined;
  readonly fault: string | undefined;
  readonly requestBody: string;
  readonly responseBody: string;
  readonly costMs: number;
}

/** The latest calls, for `rid/get` and for people. */
export class CallLog {
  private readonly calls = new Map<string, LoggedCall>();

  constructor(private readonly capacity = 5_000) {}

  add(call: LoggedCall): void {
    this.calls.set(call.rid, call);
    if (this.calls.size <= this.capacity) return;
    const oldest = this.calls.keys().next();
    if (oldest.done !== true) this.calls.delete(oldest.value);
  }

  find(rid: string): LoggedCall | undefined {
    return this.calls.get(rid);
  }

  /** Newest first. */
  latest(limit: number): LoggedCall[] {
    return [...this.calls.values()].slice(-limit).reverse();
  }

  clear(): void {
    this.calls.clear();
  }
}
