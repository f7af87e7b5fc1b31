/**
 * Where an order stands at WeChat. WeChat documentation: orders, state machine. A buyer pays, cancels, asks for refunds
 * and confirms the receipt inside WeChat as well as in the shop, so that an order may turn up in any state after any other.
 */
export type Phase =
  /** 10, and 11 while a payment is being settled. */
  | 'unpaid'
  | 'settling'
  | 'paid'
  | 'partly-shipped'
  | 'shipped'
  | 'completed'
  | 'timed-out'
  | 'refunded'
  | 'cancelled'
  /** A number that is not documented. */
  | 'unknown';

const PHASES: Readonly<Record<number, Phase>> = {
  10: 'unpaid',
  11: 'settling',
  20: 'paid',
  21: 'partly-shipped',
  30: 'shipped',
  100: 'completed',
  181: 'timed-out',
  200: 'refunded',
  250: 'cancelled',
};

/** Those that WeChat has a number for. */
export const phases = [
  'unpaid',
  'settling',
  'paid',
  'partly-shipped',
  'shipped',
  'completed',
  'timed-out',
  'refunded',
  'cancelled',
] as const satisfies readonly Phase[];

/** WeChat's numbers for a state. */
export function statusesOf(phase: Phase): number[] {
  return Object.keys(PHASES)
    .map(Number)
    .filter((status) => PHASES[status] === phase);
}

export function phaseOf(status: number | null): Phase {
  return (status === null ? undefined : PHASES[status]) ?? 'unknown';
}

export const isUnpaid = (phase: Phase) => phase === 'unpaid' || phase === 'settling';

/** The buyer's money is there. */
export const isPaid = (phase: Phase) =>
  phase === 'paid' || phase === 'partly-shipped' || phase === 'shipped' || phase === 'completed';

/** Over without any money having moved. */
export const isCalledOff = (phase: Phase) => phase === 'timed-out' || phase === 'cancelled';

/** Nothing follows any more. A completed order can still be refunded, and is settled. */
export const isOver = (phase: Phase) => isCalledOff(phase) || phase === 'refunded';
