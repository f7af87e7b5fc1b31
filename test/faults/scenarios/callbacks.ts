import type { Fault } from '../fault';

interface CallbackFault {
  readonly name: string;
  readonly summary: string;
  /** As the simulator's control API takes them. */
  readonly faults: readonly object[];
  readonly limitMs?: number;
}

const always = { probability: 1 };

/**
 * Of what is looked for within seconds when no callback comes. The rest (receipts, after-sales) is looked for after minutes, or
 * once a day, which no run can wait for.
 */
export const SOON_LOOKED_FOR = [
  'open_product_spu_audit',
  'open_product_spu_status_update',
  'open_product_order_pay',
  'open_product_order_cancel',
];

/** Callbacks go wrong from before the first to after the last. */
function callbackFault({ name, summary, faults, limitMs }: CallbackFault): Fault {
  return {
    name,
    summary,
    harms: 'mini-program',
    limitMs,
    strike: async ({ wechat }) => {
      const armed = await Promise.all(faults.map((fault) => wechat.arm(fault)));
      return async () => {
        const struck = await Promise.all(armed.map((fault) => fault.end()));
        return struck.reduce((sum, times) => sum + times, 0);
      };
    },
  };
}

export const callbacksDropped = callbackFault({
  name: 'callbacks-dropped',
  summary: 'no callback of reviews, payments and cancellations comes at all: looking has to find them',
  faults: SOON_LOOKED_FOR.map((event) => ({ kind: 'drop', event, ...always })),
  limitMs: 120_000,
});
export const callbacksDoubled = callbackFault({
  name: 'callbacks-doubled',
  summary: 'every callback comes twice at the same time',
  faults: [{ kind: 'double', ...always }],
});
export const callbacksDelayed = callbackFault({
  name: 'callbacks-delayed',
  summary: 'one callback in four comes 90 s late, when looking may have found the truth',
  faults: [{ kind: 'delay', ms: 90_000, probability: 0.25 }],
  limitMs: 180_000,
});
export const callbacksReordered = callbackFault({
  name: 'callbacks-reordered',
  summary: 'one callback in two comes after the next one',
  faults: [{ kind: 'reorder', ms: 4_000, probability: 0.5 }],
});
export const callbacksLie = callbackFault({
  name: 'callbacks-contradict',
  summary: 'every callback says the opposite of the truth',
  faults: [{ kind: 'contradict', ...always }],
});
