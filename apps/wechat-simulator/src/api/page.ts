import { ERR } from './errcodes';
import { integer } from './fields';
import { accept, refuse, type Result } from './result';

/** Of every list that is read page by page; what is too much for one page is checked by {@link pageOf}. */
export const pageFields = { page: integer({ min: 1 }), page_size: integer({ min: 1 }) };

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly page_size: number;
}

/** One page of what was found, or the refusal of one that would be too large. */
export function pageOf<T>(
  found: readonly T[],
  { page, page_size }: PageRequest,
  most: number,
): Result<readonly T[]> {
  if (page_size > most) return refuse(ERR.PAGE_TOO_LARGE, `at most ${most}`);
  const start = (page - 1) * page_size;
  return accept(found.slice(start, start + page_size));
}
