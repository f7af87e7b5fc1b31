import type { z } from 'zod';
import type { Refusal } from '../api/result';

/** A control request that cannot be done, with the HTTP status that says so. */
export class ControlError extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    readonly code: string,
    message: string,
    /** The member of the request at fault. */
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ControlError';
  }
}

/** Reads control input, or names the first wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unrecognized = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(unrecognized === undefined ? [] : [unrecognized])].join('.');
  throw new ControlError(400, 'invalid', issue?.message ?? 'invalid', field);
}

/** @throws ControlError 409 when there is a refusal */
export function demand(refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  throw new ControlError(409, 'wrong-state', refusal.detail ?? `refused with ${refusal.errcode}`);
}
