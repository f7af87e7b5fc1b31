import type { Clock } from '@tongbu/platform';
import type { CallError } from './call-result';

const FAILURES_TO_OPEN = 5;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;

interface Circuit {
  failures: number;
  restMs: number;
  openUntil: number;
  probing: boolean;
}

/**
 * Leaves an endpoint of an account alone after several faults in a row, then lets one call through to see. In process:
 * each replica finds out for itself, and a fault of one endpoint or account stops no other.
 */
export class CircuitBreaker {
  private readonly circuits = new Map<string, Circuit>();

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** When to come back, or nothing when a call may be made. */
  closedUntil(key: string): Date | undefined {
    const circuit = this.circuits.get(key);
    if (circuit === undefined || circuit.failures < FAILURES_TO_OPEN) return undefined;
    const restLeft = circuit.openUntil - this.clock.monotonic();
    if (restLeft > 0) return new Date(this.clock.now().getTime() + Math.ceil(restLeft));
    return circuit.probing ? new Date(this.clock.now().getTime() + FIRST_REST_MS) : undefined;
  }

  /** To be called right before a call that {@link closedUntil} allowed; then {@link report} must follow. */
  begin(key: string): void {
    const circuit = this.circuits.get(key);
    if (circuit !== undefined && circuit.failures >= FAILURES_TO_OPEN) circuit.probing = true;
  }

  report(key: string, error: CallError | undefined): void {
    if (!isFault(error)) {
      this.circuits.delete(key);
      return;
    }
    const circuit = this.circuits.get(key) ?? {
      failures: 0,
      restMs: FIRST_REST_MS / 2,
      openUntil: 0,
      probing: false,
    };
    this.circuits.set(key, circuit);
    circuit.failures += 1;
    circuit.probing = false;
    if (circuit.failures < FAILURES_TO_OPEN || circuit.openUntil > this.clock.monotonic()) return;
    circuit.restMs = Math.min(LONGEST_REST_MS, circuit.restMs * 2);
    circuit.openUntil = this.clock.monotonic() + circuit.restMs * (0.75 + 0.5 * this.random());
  }
}

/** A refusal other than "busy" shows that WeChat is working. */
function isFault(error: CallError | undefined): boolean {
  if (error === undefined) return false;
  switch (error.kind) {
    case 'refused':
      return error.code === -1;
    case 'unknown-outcome':
      return error.reason !== 'unexpected-response';
    case 'not-sent':
      return error.reason === 'connect';
  }
}
