import type { ApiRequest } from '../api/router';
import type { Random } from '../time/random';
import {
  isApiFault,
  isCallbackFault,
  type ApiFaultKind,
  type CallbackFaultKind,
  type Fault,
  type FaultKind,
  type FaultRequest,
} from './fault';

export interface StrikingFault<Kind> {
  readonly kind: Kind;
  readonly ms: number | undefined;
  readonly code: number | undefined;
}

/** The faults that were asked for. The oldest one that fits strikes. */
export class FaultPlan {
  private faults: Fault[] = [];
  private lastId = 0;

  constructor(private readonly random: Random) {}

  add(request: FaultRequest): Fault {
    this.lastId += 1;
    const times = request.times ?? (request.probability === undefined ? 1 : undefined);
    const fault: Fault = { ...request, times, id: this.lastId, struck: 0, passed: 0 };
    this.faults.push(fault);
    return fault;
  }

  all(): readonly Fault[] {
    return this.faults;
  }

  clear(): void {
    this.faults = [];
  }

  remove(id: number): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  ofCall(
    appId: string | undefined,
    { path, body }: Pick<ApiRequest, 'path' | 'body'>,
  ): StrikingFault<ApiFaultKind> | undefined {
    for (const fault of this.faults) {
      const { kind, containing } = fault;
      if (!isApiFault(kind) || (fault.path !== undefined && fault.path !== path)) continue;
      if (containing !== undefined && !body.includes(containing)) continue;
      if (this.strikes(fault, appId)) return { kind, ms: fault.ms, code: fault.code };
    }
    return undefined;
  }

  ofCallback(appId: string, event: string): StrikingFault<CallbackFaultKind> | undefined {
    for (const fault of this.faults) {
      const { kind } = fault;
      if (!isCallbackFault(kind) || (fault.event !== undefined && fault.event !== event)) continue;
      if (this.strikes(fault, appId)) return { kind, ms: fault.ms, code: undefined };
    }
    return undefined;
  }

  /** Whether a draft that was stored does not reach the reviewers. */
  failsSubmission(appId: string, path: string): boolean {
    return this.strikesInside('not-submitted', appId, path);
  }

  /** Whether one of the users that a call is about has to wait. */
  busyWithUser(appId: string, path: string): boolean {
    return this.strikesInside('user-busy', appId, path);
  }

  private strikesInside(kind: FaultKind, appId: string, path: string): boolean {
    return this.faults.some(
      (fault) =>
        fault.kind === kind &&
        (fault.path === undefined || fault.path === path) &&
        this.strikes(fault, appId),
    );
  }

  private strikes(fault: Fault, appId: string | undefined): boolean {
    if (fault.appId !== undefined && fault.appId !== appId) return false;
    if (fault.times !== undefined && fault.struck >= fault.times) return false;
    if (fault.passed < (fault.skip ?? 0)) {
      fault.passed += 1;
      return false;
    }
    if (fault.probability !== undefined && this.random.next() >= fault.probability) return false;
    fault.struck += 1;
    return true;
  }
}
