import { lanes } from '@tongbu/platform';
import { urgencyOf } from './urgency';

const at = (time: string) => new Date(time);

it('goes by lane first, whatever is due when', () => {
  for (const [index, lane] of lanes.entries()) {
    const next = lanes[index + 1];
    const last = urgencyOf(lane, at('2199-01-01T00:00:00Z'));
    if (next !== undefined) expect(last).toBeLessThan(urgencyOf(next, null));
  }
});

it('goes by deadline within a lane, after the rows without one', () => {
  const dues = [
    '1999-01-01T00:00:00Z',
    '2026-03-02T04:00:00Z',
    '2026-03-02T04:15:00Z',
    '2034-06-01T00:00:00Z',
  ];
  const urgencies = [null, ...dues.map(at)].map((due) => urgencyOf('shipping', due));
  expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
  expect(new Set(urgencies).size).toBe(urgencies.length);
});

it('stays within what BullMQ takes', () => {
  expect(urgencyOf('checkout', null)).toBe(1);
  expect(urgencyOf('backfill', at('2199-01-01T00:00:00Z'))).toBeLessThan(2 ** 21);
});
