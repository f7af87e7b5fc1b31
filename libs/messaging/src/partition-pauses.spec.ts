import { PartitionPauses } from './partition-pauses';

/** Keeps the state a kafkajs consumer would be in. */
function fakeConsumer() {
  const paused = new Set<string>();
  const names = (topics: { topic: string; partitions?: number[] }[]) =>
    topics.flatMap(({ topic, partitions }) =>
      (partitions ?? ['all']).map((partition) => `${topic}/${partition}`),
    );
  return {
    paused,
    pause: (topics: { topic: string; partitions?: number[] }[]) =>
      names(topics).forEach((name) => paused.add(name)),
    resume: (topics: { topic: string; partitions?: number[] }[]) => {
      for (const { topic, partitions } of topics) {
        for (const name of paused)
          if (partitions === undefined && name.startsWith(`${topic}/`)) paused.delete(name);
      }
      names(topics).forEach((name) => paused.delete(name));
    },
  };
}

function setUp() {
  const consumer = fakeConsumer();
  const pauses = new PartitionPauses(['a', 'b']);
  pauses.attach(consumer);
  return { pauses, paused: () => [...consumer.paused].toSorted() };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('waits longer each time, up to 5 s, and briefly again after progress', () => {
  const { pauses } = setUp();
  const delays = Array.from({ length: 8 }, () => pauses.backOff('a', 0));
  expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  expect(pauses.backOff('a', 1)).toBe(100);
  pauses.progressed('a', 0);
  expect(pauses.backOff('a', 0)).toBe(100);
});

it('fetches the partition again after the delay', () => {
  const { pauses, paused } = setUp();
  pauses.backOff('a', 0);
  expect(paused()).toEqual(['a/0']);
  jest.advanceTimersByTime(100);
  expect(paused()).toEqual([]);
});

it('keeps everything paused while the gate is closed, whatever ends its waiting', () => {
  const { pauses, paused } = setUp();
  pauses.closeGate();
  pauses.backOff('a', 0);
  jest.advanceTimersByTime(100);
  expect(paused()).toEqual(['a/all', 'b/all']);
});

it('keeps a waiting partition paused when the gate opens', () => {
  const { pauses, paused } = setUp();
  pauses.backOff('a', 0);
  pauses.closeGate();
  pauses.openGate();
  expect(paused()).toEqual(['a/0']);
});

it('pauses a new consumer as the old one was', () => {
  const { pauses } = setUp();
  pauses.closeGate();
  const next = fakeConsumer();
  pauses.attach(next);
  expect([...next.paused]).toEqual(['a/all', 'b/all']);
});
