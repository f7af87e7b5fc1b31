import { merchantOrderAt, START } from '../testing/order-world';
import { orderChanges, type OrderChange } from './order.intake';
import { nothingDesired, nothingObserved, type DesiredOrder, type ObservedOrder } from './order';

const address = { receiverName: '林', phone: '13000000000', detail: '示例路 14 号' };
const price = {
  lines: [{ productId: 'P-301', skuId: 'P-301-L', unitPrice: 1 }],
  freight: 0,
  discount: 0,
  surcharge: 0,
  total: 2,
};
const paid = { transactionId: '4200', paidAt: START.toISOString() };

function apply(changes: readonly OrderChange[], observed: ObservedOrder | null = null): DesiredOrder {
  let desired: DesiredOrder | undefined;
  for (const change of changes) {
    const changed = change(desired, observed);
    if (changed.kind === 'impossible') throw new Error(changed.code);
    ({ desired } = changed);
  }
  if (desired === undefined) throw new Error('nothing changed');
  return desired;
}
const placed = orderChanges.placed(merchantOrderAt({ version: 1 }));

it('a placed order carries everything, and takes back what was changed before', () => {
  const desired = apply([
    placed,
    orderChanges.priceChanged({ version: 2, ...price }),
    orderChanges.addressChanged({ version: 3, address }),
    orderChanges.placed(merchantOrderAt({ version: 4, path: 'pages/other' })),
  ]);
  expect(desired).toMatchObject({
    order: { version: 4, content: { path: 'pages/other' } },
    price: null,
    address: null,
  });
});

it('the same document again keeps what was changed since', () => {
  const desired = apply([
    placed,
    orderChanges.priceChanged({ version: 2, ...price }),
    orderChanges.addressChanged({ address }),
    orderChanges.placed(merchantOrderAt({ version: 4 })),
  ]);
  expect(desired).toMatchObject({
    order: { version: 4 },
    price: { version: 2, content: { total: 2 } },
    address: { version: null, content: address },
  });
});

it('facts outlive a newer document', () => {
  const facts = [
    orderChanges.paid(paid),
    orderChanges.cancelled({ reason: 'buyer' }),
    orderChanges.received(START),
  ];
  const desired = apply([placed, ...facts, orderChanges.placed(merchantOrderAt({ path: 'pages/other' }))]);
  expect(desired).toMatchObject({
    paid,
    cancelled: { reason: 'buyer' },
    received: { notedAt: START.toISOString() },
  });
});

it('payment and cancellation are noted before the order is known', () => {
  const desired = apply([orderChanges.cancelled({ reason: 'buyer' }), orderChanges.paid(paid), placed]);
  expect(desired).toMatchObject({ paid, cancelled: { reason: 'buyer' }, order: { version: 1 } });
});

it('a compensation is resolved when there is one, and a newer cancellation opens it again', () => {
  const open = { ...nothingObserved, compensationSince: START.toISOString() };
  const resolved = orderChanges.compensationResolved({ resolution: 'fulfilled' });
  expect(resolved(apply([placed]), nothingObserved)).toMatchObject({ code: 'nothing-to-compensate' });
  expect(resolved(undefined, null)).toMatchObject({ code: 'order-unknown' });
  expect(apply([placed, resolved], open).compensation).toEqual({ resolution: 'fulfilled' });
  const again = orderChanges.cancelled({ reason: 'merchant' });
  expect(apply([placed, resolved, again], open).compensation).toBeNull();
  const refunded = orderChanges.compensationResolved({ resolution: 'refunded' });
  expect(apply([placed, refunded, again], open).compensation).toEqual({ resolution: 'refunded' });
});

it('begins with nothing', () => {
  expect(apply([orderChanges.paid(paid)])).toEqual({ ...nothingDesired, paid });
});
