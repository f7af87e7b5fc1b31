/**
 * `lost`: something the merchant may rely on has not come about, or nobody told him. `doubled`: it came about, or was told
 * as news, more often than it may. `out-of-order`: told in an order in which it cannot have happened. `unacknowledged`:
 * an event or a callback that nobody has taken over. `other`: anything else that must not be.
 */
export const FINDING_KINDS = ['lost', 'doubled', 'out-of-order', 'unacknowledged', 'other'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that is wrong. */
export interface Finding {
  readonly kind: FindingKind;
  /** The entity, or whatever else it is about. */
  readonly about: string;
  /** In words, with what was expected and what was found. */
  readonly what: string;
}

export function countOf(findings: readonly Finding[], kind: FindingKind): number {
  return findings.filter((finding) => finding.kind === kind).length;
}
