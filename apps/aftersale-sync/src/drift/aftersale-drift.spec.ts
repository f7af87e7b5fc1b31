import { defaultDeadlineRules } from '../aftersales/aftersale.deadlines';
import { nothingObserved } from '../aftersales/aftersale';
import { aftersaleSeen, rowOf } from '../testing/aftersale-samples';
import { compareAftersale, missingAftersale, unheardAftersale } from './aftersale-drift';

const now = new Date('2026-03-02T05:00:00Z');
const row = rowOf({
  observed: { ...nothingObserved, existence: 'present', aftersale: aftersaleSeen(), request: 1, turn: 1 },
});
const compare = (changes: Parameters<typeof aftersaleSeen>[0]) =>
  compareAftersale(row, { aftersale: aftersaleSeen(changes), complaint: null }, defaultDeadlineRules, now);

it('finds nothing where the merchant was told how it stands', () => {
  expect(compare({})).toBe('same');
  expect(compare({ media: [{ kind: 'image', url: 'https://mmecimage.cn/p/other' }] })).toBe('same');
});

it('finds a state that nobody was told of, and says what a repair would tell', () => {
  expect(compare({ state: 'withdrawn' })).toMatchObject({
    kind: 'different',
    differences: [{ field: 'state', merchant: 'refund-requested', wechat: 'withdrawn' }],
    repair: { actions: ['read', 'tell withdrawn'] },
  });
});

it('finds a claim that the buyer has changed', () => {
  expect(compare({ amount: 60 })).toMatchObject({
    differences: [{ field: 'amount', merchant: 4_050, wechat: 60 }],
    repair: { actions: ['read', 'tell changed'] },
  });
});

it('tells apart what the merchant has not heard of and what WeChat does not show any more', () => {
  expect(unheardAftersale('4000')).toMatchObject({
    kind: 'different',
    repair: { actions: ['read', 'tell requested'] },
  });
  expect(missingAftersale(row)).toMatchObject({ kind: 'only-at-merchant', repair: { actions: [] } });
});
