import { renderSummary, renderVerdict, type ProductResult } from './summary';

const problem = {
  code: 'title-without-chinese',
  message: 'The title has no Chinese character.',
  messageZh: '商品标题没有中文。',
  fix: 'Add at least one Chinese character.',
  fixZh: '请在标题中加入至少一个汉字。',
};

const results: ProductResult[] = [
  { productId: 'P-1', title: '青瓷手作茶杯', verdict: { kind: 'on-sale' } },
  {
    productId: 'P-2',
    title: '高仿名表',
    verdict: { kind: 'rejected', reason: '商品涉嫌假冒', stillOnSale: false },
  },
  { productId: 'P-3', title: 'Cup', verdict: { kind: 'parked', problems: [problem], stillOnSale: true } },
  { productId: 'P-4', title: '竹编篮', verdict: undefined },
];

test('the summary says what is on sale, and why the rest is not and what to do', () => {
  expect(renderSummary(results, [{ line: 9, name: 'P-9', reason: 'skus: expected a list' }])).toBe(
    `On sale (1)
  P-1  青瓷手作茶杯

Rejected by WeChat (1)
  P-2  高仿名表
      商品涉嫌假冒

Parked until the shop changes something (1)
  P-3  Cup
      The title has no Chinese character.
      -> Add at least one Chinese character.
      What was approved before stays on sale.

Refused, because the event itself is wrong (see merchant.catalog.dlq) (1)
  P-9 (line 9)
      skus: expected a list

No verdict yet (1)
  P-4  竹编篮

4 products: 1 on sale, 1 rejected, 1 parked, 1 without verdict; 1 event refused`,
  );
});

test('a summary of nothing says so', () => {
  expect(renderSummary([], [])).toBe('0 products: none');
});

test('a verdict fits on a line with its reason', () => {
  expect(results.map(renderVerdict)).toEqual([
    'on sale    P-1  青瓷手作茶杯',
    'rejected   P-2  高仿名表 - 商品涉嫌假冒',
    'parked     P-3  Cup - The title has no Chinese character.',
    'waiting    P-4  竹编篮',
  ]);
});
