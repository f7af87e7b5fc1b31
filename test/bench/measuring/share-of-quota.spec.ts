import { useOfQuota } from './share-of-quota';

const every = (ms: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ at: index * ms }));

test('calls at the pace of the quota use all of it', () => {
  expect(useOfQuota(every(100, 100), 10, { afterMs: 1_000, ms: 5_000 })).toEqual({
    share: 1,
    largest: 10,
    overshoot: 0,
  });
});

test('half the pace is half the share', () => {
  expect(useOfQuota(every(200, 100), 10, { afterMs: 0, ms: 10_000 }).share).toBe(0.5);
});

test('a call too many is an overshoot, also before the measurement', () => {
  const arrivals = [{ at: 0 }, { at: 1 }, { at: 2 }, { at: 5_000 }];
  expect(useOfQuota(arrivals, 2, { afterMs: 4_000, ms: 2_000 })).toEqual({
    share: 0.25,
    largest: 3,
    overshoot: 1,
  });
});
