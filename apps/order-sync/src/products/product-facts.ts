import type { ProductStanding } from '../orders/order';

/** What catalog-sync's events have told of a product. A member that nobody spoke of is left out. */
export interface ProductFact {
  /** Whether some submission was approved once. */
  readonly approved?: boolean;
  readonly shelf?: 'listed' | 'delisted' | 'taken-down';
  readonly deleted?: boolean;
}

type Change = (known: ProductFact | undefined) => ProductFact | undefined;

const heard =
  (changes: ProductFact): Change =>
  (known) => ({ ...known, ...changes });

/** Only of the first submission is it known that none was approved before: older events may not be there any more. */
const notApproved =
  (submission: number): Change =>
  (known) =>
    known ?? (submission === 1 ? { approved: false } : undefined);

/** What is known of a product after each of catalog-sync's events. Pure. */
export const productFacts = {
  submitted: ({ submission }: { readonly submission: number }) => notApproved(submission),
  rejected: ({ submission }: { readonly submission: number }) => notApproved(submission),
  approved: heard({ approved: true, deleted: false }),
  listed: heard({ approved: true, shelf: 'listed' }),
  delisted: heard({ shelf: 'delisted' }),
  takenDown: heard({ shelf: 'taken-down' }),
  deleted: heard({ deleted: true }),
} satisfies Readonly<Record<string, Change | ((data: { readonly submission: number }) => Change)>>;

export function standingOf(fact: ProductFact | undefined): ProductStanding {
  if (fact === undefined) return 'unknown';
  if (fact.deleted === true) return 'deleted';
  if (fact.shelf === 'taken-down') return 'taken-down';
  if (fact.shelf === 'delisted') return 'not-listed';
  if (fact.shelf === 'listed' || fact.approved === true) return 'orderable';
  return fact.approved === false ? 'not-approved' : 'unknown';
}
