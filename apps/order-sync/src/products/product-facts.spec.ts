import { productFacts, standingOf, type ProductFact } from './product-facts';

const { approved, delisted, deleted, listed, takenDown, submitted, rejected } = productFacts;
type Change = typeof approved;

const after = (...changes: Change[]) =>
  standingOf(changes.reduce<ProductFact | undefined>((known, change) => change(known), undefined));

it.each<[string, Change[], string]>([
  ['nobody spoke of it', [], 'unknown'],
  ['it was submitted for the first time', [submitted({ submission: 1 })], 'not-approved'],
  [
    'its first submission was rejected',
    [submitted({ submission: 1 }), rejected({ submission: 1 })],
    'not-approved',
  ],
  // Events of its approval may be older than what Kafka keeps.
  ['it was submitted again, and nothing else is known', [submitted({ submission: 7 })], 'unknown'],
  ['it was rejected later', [listed, submitted({ submission: 2 }), rejected({ submission: 2 })], 'orderable'],
  ['it was approved', [submitted({ submission: 1 }), approved], 'orderable'],
  ['it was approved and listed', [submitted({ submission: 1 }), approved, listed], 'orderable'],
  ['it was delisted', [approved, listed, delisted], 'not-listed'],
  ['it was listed again', [listed, delisted, listed], 'orderable'],
  ['WeChat took it down', [listed, takenDown], 'taken-down'],
  ['it was approved after it was taken down, and listed', [listed, takenDown, approved, listed], 'orderable'],
  ['it was deleted', [listed, deleted], 'deleted'],
])('when %s', (_what, changes, standing) => {
  expect(after(...changes)).toBe(standing);
});
