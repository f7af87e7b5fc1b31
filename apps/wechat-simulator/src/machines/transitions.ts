import { accept, refuse, type Result } from '../api/result';

/** One move of a state table: from which statuses, and to which. */
export interface Transition<Status extends number> {
  readonly from: readonly Status[];
  readonly to: Status;
}

/** Where a move leads, or the refusal with `errcode` of one that the present status does not allow. `thing` is for people. */
export function follow<Status extends number>(
  { from, to }: Transition<Status>,
  status: Status,
  errcode: number,
  thing: string,
): Result<Status> {
  return from.includes(status)
    ? accept(to)
    : refuse(errcode, `the ${thing} is in status ${status}, ${from.join(' or ')} expected`);
}

/** Those of `statuses` that no move leads to from where things begin. */
export function unreached<Status extends number>(
  statuses: readonly Status[],
  first: readonly Status[],
  transitions: readonly Transition<Status>[],
): Status[] {
  const reached = new Set<Status>(first);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of transitions) if (from.some((status) => reached.has(status))) reached.add(to);
  }
  return statuses.filter((status) => !reached.has(status));
}
