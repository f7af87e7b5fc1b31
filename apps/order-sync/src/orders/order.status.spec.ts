import { isCalledOff, isOver, isPaid, isUnpaid, phaseOf } from './order.status';

/** WeChat documentation: orders, enums. */
it.each([
  [10, 'unpaid', 'unpaid'],
  [11, 'settling', 'unpaid'],
  [20, 'paid', 'paid'],
  [21, 'partly-shipped', 'paid'],
  [30, 'shipped', 'paid'],
  [100, 'completed', 'paid'],
  [181, 'timed-out', 'called off'],
  [200, 'refunded', 'over'],
  [250, 'cancelled', 'called off'],
  [190, 'unknown', 'unknown'],
  [null, 'unknown', 'unknown'],
])('status %p is %s', (status, phase, kind) => {
  expect(phaseOf(status)).toBe(phase);
  const kinds = [
    isUnpaid(phaseOf(status)) && 'unpaid',
    isPaid(phaseOf(status)) && 'paid',
    isCalledOff(phaseOf(status)) && 'called off',
    isOver(phaseOf(status)) && !isCalledOff(phaseOf(status)) && 'over',
  ].filter((name) => name !== false);
  expect(kinds).toEqual(kind === 'unknown' ? [] : [kind]);
});
