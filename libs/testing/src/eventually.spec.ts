import { eventually } from './eventually';

test('gives what the attempt gives once it stops failing', async () => {
  let attempts = 0;
  const result = await eventually(
    () => {
      attempts++;
      if (attempts === 1) throw new Error('not yet');
      return attempts < 3 ? false : 'there';
    },
    { intervalMs: 1 },
  );
  expect([result, attempts]).toEqual(['there', 3]);
});

test('fails with the last problem when time is up', async () => {
  const attempt = () => Promise.reject(new Error('still 4 of 5'));
  await expect(eventually(attempt, { timeoutMs: 10, intervalMs: 1 })).rejects.toThrow(
    'not within 10 ms: still 4 of 5',
  );
  await expect(eventually(() => false, { timeoutMs: 10, intervalMs: 1 })).rejects.toThrow('stayed false');
});
