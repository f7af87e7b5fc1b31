import { ProblemException } from '@tongbu/platform';
import type { z } from 'zod';

/** @throws ProblemException 404 */
export function notFound(what: string): ProblemException {
  return new ProblemException(404, 'not-found', 'Not found', `There is no ${what} here.`);
}

/**
 * What a request says, checked.
 *
 * @throws ProblemException 400, which names every wrong field
 */
export function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const detail = problems
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
    .join('; ');
  throw new ProblemException(400, 'invalid', 'The request is wrong', detail, { problems });
}
