import { interleave } from './interleave';

const timing = { warmUpMs: 10, rounds: 3, roundMs: 5, scale: 1 };

test('sides are measured in turns after a warm-up, every other round in reverse', async () => {
  const order: string[] = [];
  const side = (name: string) => ({
    measure: async (ms: number) => {
      order.push(`${name} ${ms}`);
      return order.length;
    },
  });
  await interleave({ a: side('a'), b: side('b') }, timing);
  expect(order).toEqual(['a 10', 'b 10', 'a 5', 'b 5', 'b 5', 'a 5', 'a 5', 'b 5']);
});

test('the warm-up does not count, and the median is of the rounds', async () => {
  const values = [1_000, 1, 3, 2];
  const { a } = await interleave({ a: { measure: async () => values.shift() ?? 0 } }, timing);
  expect(a).toEqual({ values: [1, 3, 2], median: 2 });
});

test('a side settles before the next one begins', async () => {
  let busy = false;
  const a = {
    measure: async () => {
      busy = true;
      return 1;
    },
    settle: async () => {
      busy = false;
    },
  };
  const b = { measure: async () => (busy ? 0 : 1) };
  expect((await interleave({ a, b }, timing)).b.values).toEqual([1, 1, 1]);
});
