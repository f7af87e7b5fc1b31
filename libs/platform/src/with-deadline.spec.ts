import { inTime, withDeadline } from './with-deadline';

it('gives what the work gives', async () => {
  await expect(withDeadline(Promise.resolve(7), 1_000, 'late', 'too late')).resolves.toBe(7);
  await expect(withDeadline(Promise.reject(new Error('no')), 1_000, 'late', 'too late')).rejects.toThrow(
    'no',
  );
});

it('gives up on work that does not end', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(withDeadline(never, 5, 'late', 'too late')).rejects.toMatchObject({
    code: 'late',
    retriable: true,
  });
});

it('gives nothing for work that takes too long', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(inTime(never, 5)).resolves.toBeUndefined();
  await expect(inTime(Promise.resolve(7), 1_000)).resolves.toBe(7);
  await expect(inTime(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
});
