import type { Fault } from '../fault';

interface CallbackFault {
  readonly name: string;
  readonly summary: string;
  /** As the simulator's control API takes it. */
  readonly fault: object;
  readonly limitMs?: number;
}

const always = { probability: 1 };

/** Callbacks go wrong from before the first to after the last. */
function callbackFault({ name, summary, fault, limitMs }: CallbackFault): Fault {
  return {
    name,
    summary,
    harms: 'mini-program',
    limitMs,
    strike: async ({ wechat }) => {
      const armed = await wechat.arm(fault);
      return () => armed.end();
    },
  };
}

export const callbacksDropped = callbackFault({
  name: 'callbacks-dropped',
  summary: 'no callback comes at all: polling has to find everything',
  fault: { kind: 'drop', ...always },
  limitMs: 120_000,
});
export const callbacksDoubled = callbackFault({
  name: 'callbacks-doubled',
  summary: 'every callback comes twice at the same time',
  fault: { kind: 'double', ...always },
});
export const callbacksDelayed = callbackFault({
  name: 'callbacks-delayed',
  summary: 'every callback comes 20 s late, when polling has found the truth',
  fault: { kind: 'delay', ms: 20_000, ...always },
  limitMs: 120_000,
});
export const callbacksReordered = callbackFault({
  name: 'callbacks-reordered',
  summary: 'one callback in two comes after the next one',
  fault: { kind: 'reorder', ms: 4_000, probability: 0.5 },
});
export const callbacksLie = callbackFault({
  name: 'callbacks-contradict',
  summary: 'every callback says the opposite of the truth',
  fault: { kind: 'contradict', ...always },
});
