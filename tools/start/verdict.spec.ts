import type { CloudEvent } from '@tongbu/contracts';
import type { FedEvent } from './event-file';
import { hear, HEARD_NOTHING, verdictOn, type Verdict } from './verdict';
import { wantedBy } from './wanted';

const problem = { code: 'c', message: 'm', messageZh: 'm', fix: 'f', fixZh: 'f' };

const fed = (type: string, data: Record<string, unknown> = {}): FedEvent => ({
  line: 1,
  text: '',
  key: 'wx7f3d2a9c5b1e8046:P-1',
  type: `merchant.product.${type}.v1`,
  subject: 'P-1',
  data,
});

function heardOf(...published: [string, number, object?][]) {
  return published
    .map(([name, merchantVersion, data]) => {
      const type = `wechat.product.${name}.v1`;
      return { type, data: { merchantVersion, ...data } } as unknown as CloudEvent;
    })
    .reduce(hear, HEARD_NOTHING);
}

const upserted = fed('upserted', { version: 1, title: '茶杯' });

test.each<[string, FedEvent[], ReturnType<typeof heardOf>, Verdict['kind'] | undefined]>([
  ['nothing heard', [upserted], HEARD_NOTHING, undefined],
  ['in review', [upserted], heardOf(['submitted', 1]), undefined],
  ['approved and not listed yet', [upserted], heardOf(['submitted', 1], ['approved', 1]), undefined],
  ['listed', [upserted], heardOf(['submitted', 1], ['approved', 1], ['listed', 1]), 'on-sale'],
  ['rejected', [upserted], heardOf(['submitted', 1], ['rejected', 1, { reason: 'r' }]), 'rejected'],
  ['parked', [upserted], heardOf(['parked', 1, { problems: [problem] }]), 'parked'],
  [
    'approved for a shop that does not want it on sale',
    [fed('upserted', { version: 1, onSale: false })],
    heardOf(['submitted', 1], ['approved', 1]),
    'off-sale',
  ],
  [
    'a verdict about the version before',
    [upserted, fed('upserted', { version: 2 })],
    heardOf(['approved', 1], ['listed', 1]),
    undefined,
  ],
  [
    'the newer version rejected, the older on sale',
    [upserted, fed('upserted', { version: 2 })],
    heardOf(['approved', 1], ['listed', 1], ['submitted', 2], ['rejected', 2, { reason: 'r' }]),
    'rejected',
  ],
  [
    'a parked product that was put right',
    [upserted, fed('upserted', { version: 2 })],
    heardOf(['parked', 1, { problems: [problem] }], ['submitted', 2], ['approved', 2], ['listed', 2]),
    'on-sale',
  ],
  [
    'a price that has not arrived',
    [upserted, fed('price-changed', { version: 2 })],
    heardOf(['approved', 1], ['listed', 1]),
    undefined,
  ],
  [
    'a price that has arrived',
    [upserted, fed('price-changed', { version: 2 })],
    heardOf(['approved', 1], ['listed', 1], ['offers-updated', 2]),
    'on-sale',
  ],
  ['to be delisted', [upserted, fed('delisted')], heardOf(['approved', 1], ['listed', 1]), undefined],
  [
    'delisted',
    [upserted, fed('delisted')],
    heardOf(['approved', 1], ['listed', 1], ['delisted', 1]),
    'off-sale',
  ],
  ['to be deleted', [upserted, fed('deleted')], heardOf(['approved', 1], ['listed', 1]), undefined],
  ['deleted', [upserted, fed('deleted')], heardOf(['approved', 1], ['listed', 1], ['deleted', 1]), 'deleted'],
  [
    'taken down',
    [upserted],
    heardOf(['approved', 1], ['listed', 1], ['taken-down', 1, { reason: 'r' }]),
    'taken-down',
  ],
  [
    'withdrawn',
    [upserted, fed('review-withdrawn')],
    heardOf(['submitted', 1], ['review-withdrawn', 1]),
    'withdrawn',
  ],
])('%s', (_name, events, heard, expected) => {
  expect(verdictOn(heard, wantedBy(events), false)?.kind).toBe(expected);
});

test('when all is quiet, content that did not change is covered by the verdict before', () => {
  const wanted = wantedBy([upserted, fed('upserted', { version: 9 })]);
  const heard = heardOf(['approved', 1], ['listed', 1]);
  expect(verdictOn(heard, wanted, false)).toBeUndefined();
  expect(verdictOn(heard, wanted, true)).toEqual({ kind: 'on-sale' });
  expect(verdictOn(HEARD_NOTHING, wanted, true)).toBeUndefined();
});

test('a rejection keeps what was on sale before', () => {
  const heard = heardOf(
    ['approved', 1],
    ['listed', 1],
    ['submitted', 2],
    ['rejected', 2, { reason: '含有绝对化用语' }],
  );
  expect(verdictOn(heard, wantedBy([upserted]), false)).toEqual({
    kind: 'rejected',
    reason: '含有绝对化用语',
    stillOnSale: true,
  });
});
