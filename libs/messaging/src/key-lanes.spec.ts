import fc from 'fast-check';
import { KeyLanes, type KeyLanesOptions, type LaneResult } from './key-lanes';

interface Message {
  readonly key: string;
  readonly at: number;
}

const messages = (keys: string) => [...keys].map((key, at): Message => ({ key, at }));

/** Lanes whose messages are finished by hand, in any order. */
function lanesByHand(keys: string, options: Partial<KeyLanesOptions<Message>> = {}) {
  const started: number[] = [];
  const finish = new Map<number, (result: LaneResult) => void>();
  const lanes = new KeyLanes(messages(keys), {
    concurrency: 10,
    keyOf: ({ key }) => key,
    shouldStop: () => false,
    handle: ({ at }) => {
      started.push(at);
      return new Promise((resolve) => finish.set(at, resolve));
    },
    ...options,
  });
  const run = lanes.run();
  const end = async (at: number, result: LaneResult = 'done') => {
    finish.get(at)?.(result);
    await new Promise(setImmediate);
  };
  return { lanes, run, started, end };
}

it('works different keys side by side and one key in order', async () => {
  const { started, end } = lanesByHand('aab');
  expect(started).toEqual([0, 2]);
  await end(2);
  expect(started).toEqual([0, 2]);
  await end(0);
  expect(started).toEqual([0, 2, 1]);
});

it('has no more in hand than allowed', async () => {
  const { started, end } = lanesByHand('abcd', { concurrency: 2 });
  expect(started).toEqual([0, 1]);
  await end(1);
  expect(started).toEqual([0, 1, 2]);
});

it('lets only the part without a gap be committed', async () => {
  const { lanes, run, end } = lanesByHand('abc');
  await end(2);
  await end(1);
  expect(lanes.prefix).toBe(0);
  await end(0);
  expect(lanes.prefix).toBe(3);
  expect(await run).toBe('finished');
});

it('starts nothing after a message that must be tried again, and finishes what is in hand', async () => {
  const { lanes, run, started, end } = lanesByHand('abab', { concurrency: 2 });
  await end(0, 'retry');
  await end(1);
  expect(await run).toBe('retry');
  expect(started).toEqual([0, 1]);
  expect(lanes.prefix).toBe(0);
});

it('stops between messages when told to', async () => {
  let stop = false;
  const { lanes, run, started, end } = lanesByHand('aaa', { shouldStop: () => stop });
  await end(0);
  stop = true;
  await end(1);
  expect(await run).toBe('stopped');
  expect(started).toEqual([0, 1]);
  expect(lanes.prefix).toBe(2);
});

it('finishes an empty batch', async () => {
  expect(await lanesByHand('').run).toBe('finished');
});

it('keeps order per key, handles each once and never exceeds its concurrency, whatever takes how long', async () => {
  const work = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), turns: fc.nat({ max: 5 }) }));
  await fc.assert(
    fc.asyncProperty(work, fc.integer({ min: 1, max: 6 }), async (batch, concurrency) => {
      const inHand = new Set<string>();
      const seen: number[] = [];
      const lanes = new KeyLanes(
        batch.map((message, at) => ({ ...message, at })),
        {
          concurrency,
          keyOf: ({ key }) => key,
          shouldStop: () => false,
          handle: async ({ key, turns, at }) => {
            expect(inHand.has(key)).toBe(false);
            inHand.add(key);
            expect(inHand.size).toBeLessThanOrEqual(concurrency);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            inHand.delete(key);
            seen.push(at);
            return 'done';
          },
        },
      );
      expect(await lanes.run()).toBe('finished');
      expect(lanes.prefix).toBe(batch.length);
      for (const key of 'abcd') {
        const ofKey = seen.filter((at) => batch[at]?.key === key);
        expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
      }
      expect(new Set(seen).size).toBe(batch.length);
    }),
    { numRuns: 200 },
  );
});
