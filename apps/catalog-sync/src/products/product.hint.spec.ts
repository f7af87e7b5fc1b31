import { nothingObserved, type ObservedProduct } from './product';
import { hintOfCallback, isNews } from './product.hint';

const observed: ObservedProduct = {
  ...nothingObserved,
  existence: 'present',
  shelf: 'listed',
  draft: { state: 'approved', submission: 3, reason: '' },
};
const verdict = (detail: Record<string, unknown>) => ({ name: 'verdict', detail });

it.each<[string, Record<string, unknown>, boolean]>([
  ['the verdict it has read', { submission: 3, state: 'approved' }, false],
  [
    'the verdict it has read, and the same shelf',
    { submission: 3, state: 'approved', shelf: 'listed' },
    false,
  ],
  ['a verdict on an older submission', { submission: 2, state: 'rejected' }, false],
  ['the other verdict on this submission', { submission: 3, state: 'rejected' }, true],
  ['another shelf', { submission: 3, state: 'approved', shelf: 'taken-down' }, true],
  ['a verdict without a submission', { state: 'approved' }, true],
  ['a verdict on a newer submission', { submission: 4, state: 'approved' }, true],
])('%s', (_, detail, expected) => {
  expect(isNews(verdict(detail), observed)).toBe(expected);
});

it('always reads on request, and when the draft is not known', () => {
  expect(isNews({ name: 'refresh', detail: {} }, observed)).toBe(true);
  expect(isNews(verdict({ submission: 3, state: 'approved' }), { ...observed, draft: null })).toBe(true);
});

it('understands the callbacks about products and no others', () => {
  expect(
    hintOfCallback('open_product_spu_audit', { status: '3', info_version: '2', reject_reason: 'x' }),
  ).toEqual({
    name: 'verdict',
    detail: { state: 'rejected', submission: 2 },
  });
  expect(hintOfCallback('open_product_spu_status_update', { status: '13', reason: '违规' })).toEqual({
    name: 'shelf',
    detail: { shelf: 'taken-down', reason: '违规' },
  });
  expect(hintOfCallback('open_product_order_pay', {})).toBeUndefined();
});
