import { FakeClock } from './fake-clock';

test('time stands still until it is advanced', () => {
  const clock = new FakeClock(new Date('2026-03-01T00:00:00Z'));
  clock.advance(1_500);
  expect(clock.now()).toEqual(new Date('2026-03-01T00:00:01.500Z'));
  expect(clock.monotonic()).toBe(1_500);
  expect(() => clock.advance(-1)).toThrow('backwards');
});
