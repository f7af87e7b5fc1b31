import { z } from 'zod';

export const API_FAULTS = [
  'latency',
  'system-error',
  'quota',
  'burst',
  'minute',
  'token-expired',
  'http-500',
  'html',
  'reset',
  'applied-but-timed-out',
  'hang',
] as const;
export const CALLBACK_FAULTS = ['drop', 'double', 'delay', 'reorder'] as const;

export type ApiFaultKind = (typeof API_FAULTS)[number];
export type CallbackFaultKind = (typeof CALLBACK_FAULTS)[number];

export const faultSchema = z
  .strictObject({
    kind: z.enum([...API_FAULTS, ...CALLBACK_FAULTS]),
    /** Every account when left out. */
    appId: z.string().optional(),
    /** Endpoint, for faults of calls. */
    path: z.string().startsWith('/').optional(),
    /** Event name, for faults of callbacks. */
    event: z.string().optional(),
    /** How often it strikes; once when neither this nor a probability is given. */
    times: z.number().int().min(1).optional(),
    probability: z.number().gt(0).max(1).optional(),
    /** How long latency, hang, delay, reorder and applied-but-timed-out last at most. */
    ms: z.number().int().min(0).max(600_000).optional(),
  })
  .refine(({ kind, event }) => event === undefined || isCallbackFault(kind), {
    error: 'only callback faults have an event',
    path: ['event'],
  })
  .refine(({ kind, path }) => path === undefined || !isCallbackFault(kind), {
    error: 'only call faults have a path',
    path: ['path'],
  });
export type FaultRequest = z.output<typeof faultSchema>;

export interface Fault extends FaultRequest {
  readonly id: number;
  /** How often it struck. */
  struck: number;
}

export function isCallbackFault(kind: ApiFaultKind | CallbackFaultKind): kind is CallbackFaultKind {
  return CALLBACK_FAULTS.some((known) => known === kind);
}
