import { z } from 'zod';
import { SPU_SUBMIT_PATHS } from '../quota/quota-rules';

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
  'errcode',
] as const;
export const CALLBACK_FAULTS = ['drop', 'double', 'delay', 'reorder', 'contradict'] as const;
/** Strikes inside add and update, once they have stored what was sent. */
const NOT_SUBMITTED = 'not-submitted';
/** Strikes one user of a call about several. */
const USER_BUSY = 'user-busy';
const USER_PATHS: readonly string[] = ['/shop/sharer/bind', '/shop/sharer/unbind'];

export type ApiFaultKind = (typeof API_FAULTS)[number];
export type CallbackFaultKind = (typeof CALLBACK_FAULTS)[number];
export type FaultKind = ApiFaultKind | CallbackFaultKind | typeof NOT_SUBMITTED | typeof USER_BUSY;

export const faultSchema = z
  .strictObject({
    kind: z.enum([...API_FAULTS, ...CALLBACK_FAULTS, NOT_SUBMITTED, USER_BUSY]),
    /** Every account when left out. */
    appId: z.string().optional(),
    /** Endpoint, for faults of calls. */
    path: z.string().startsWith('/').optional(),
    /** Text in the call's body, such as an id: other calls pass. */
    containing: z.string().min(1).optional(),
    /** How many calls or callbacks that fit pass before it strikes. */
    skip: z.number().int().min(1).optional(),
    /** Event name, for faults of callbacks. */
    event: z.string().optional(),
    /** What `errcode` answers with. */
    code: z
      .number()
      .int()
      .refine((code) => code !== 0, { error: 'zero is no error' })
      .optional(),
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
  })
  .refine(({ kind, containing }) => containing === undefined || isApiFault(kind), {
    error: 'only call faults look into a body',
    path: ['containing'],
  })
  .refine(({ kind, code }) => (kind === 'errcode') === (code !== undefined), {
    error: 'errcode faults have a code, and no others',
    path: ['code'],
  })
  .refine(
    ({ kind, path }) => kind !== NOT_SUBMITTED || path === undefined || SPU_SUBMIT_PATHS.includes(path),
    { error: `only ${SPU_SUBMIT_PATHS.join(' and ')} submit`, path: ['path'] },
  )
  .refine(({ kind, path }) => kind !== USER_BUSY || path === undefined || USER_PATHS.includes(path), {
    error: `only ${USER_PATHS.join(' and ')} are about several users`,
    path: ['path'],
  });
export type FaultRequest = z.output<typeof faultSchema>;

export interface Fault extends FaultRequest {
  readonly id: number;
  /** How often it struck. */
  struck: number;
  /** How many it has let pass. */
  passed: number;
}

export function isApiFault(kind: FaultKind): kind is ApiFaultKind {
  return API_FAULTS.some((known) => known === kind);
}

export function isCallbackFault(kind: FaultKind): kind is CallbackFaultKind {
  return CALLBACK_FAULTS.some((known) => known === kind);
}
