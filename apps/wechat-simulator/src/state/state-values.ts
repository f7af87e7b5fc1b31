import { z } from 'zod';
import { decode, type Field } from '../api/fields';

/** Ids are strings in the data file: a JSON reader may round what is above 2^53. */
export const id = z
  .string()
  .regex(/^\d{1,20}$/, 'expected an id in digits')
  .transform((digits) => BigInt(digits));
export const time = z.iso.datetime().transform((text) => new Date(text));
export const count = z.number().int().min(0);

/** A member that is left out when there is nothing. */
export const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional().transform((value) => value);

/** What a merchant sent, read again as the call read it; nothing when it cannot be. */
export function readAgain<T>(field: Field<T>, value: unknown, context: z.core.$RefinementCtx): T | undefined {
  const decoded = decode(field, value);
  if (decoded.ok) return decoded.value;
  context.addIssue({ code: 'custom', message: `${decoded.detail ?? 'a member'} is wrong` });
  return undefined;
}

/** What a merchant sent, as a member of its own. */
export function asRequested<T>(field: Field<T>) {
  return z.unknown().transform((value, context): T => readAgain(field, value, context) ?? z.NEVER);
}
