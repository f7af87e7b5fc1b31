import { CodedError } from './errors';
import { eventually } from '@tongbu/testing';
import { GroupCommit } from './group-commit';

function gate() {
  const open: (() => void)[] = [];
  const batches: (readonly number[])[] = [];
  const write = async (items: readonly number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => open.push(resolve));
    return (item: number) => item * 10;
  };
  return { open, batches, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const options = { batchSize: 3, inFlight: 1, maxBytes: 100 };

it('commits together what arrives together, and more while a commit is under way', async () => {
  const { open, batches, write } = gate();
  const group = new GroupCommit(write, options);
  const all = [1, 2, 3, 4, 5].map((item) => group.add(item, 1));
  await turn();
  expect(batches).toEqual([[1, 2, 3]]);
  open[0]?.();
  expect(await Promise.all(all.slice(0, 3))).toEqual([10, 20, 30]);
  await turn();
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  open[1]?.();
  expect(await Promise.all(all)).toEqual([10, 20, 30, 40, 50]);
});

it('fails every item of a commit while the database is away, and goes on with the next', async () => {
  let attempts = 0;
  const group = new GroupCommit<number, string>(async () => {
    attempts += 1;
    if (attempts === 1) throw new CodedError('away', 'database away', true);
    return () => 'written';
  });
  const first = await Promise.allSettled([group.add(1, 1), group.add(2, 1)]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(attempts).toBe(1);
  await expect(group.add(3, 1)).resolves.toBe('written');
});

it('lets an item that cannot be written fail alone', async () => {
  const group = new GroupCommit<number, string>(async (items) => {
    if (items.includes(2)) throw new Error('2 cannot be written');
    return (item) => `wrote ${item}`;
  });
  const all = await Promise.allSettled([1, 2, 3].map((item) => group.add(item, 1)));
  expect(all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    'wrote 1',
    'Error: 2 cannot be written',
    'wrote 3',
  ]);
});

it('refuses at once what would not fit into its memory, counting what is under way', async () => {
  const { open, write } = gate();
  const group = new GroupCommit(write, { ...options, batchSize: 1 });
  const first = group.add(1, 60);
  await turn();
  const second = group.add(2, 40);
  await expect(group.add(3, 1)).rejects.toMatchObject({ code: 'store-overloaded', retriable: true });
  open[0]?.();
  await first;
  await turn();
  const third = group.add(3, 60);
  open[1]?.();
  await second;
  await turn();
  open[2]?.();
  await expect(third).resolves.toBe(30);
});

it('a commit that stands still holds up no other for longer than its patience', async () => {
  const { open, batches, write } = gate();
  const group = new GroupCommit(write, { ...options, patienceMs: 20 });
  const stuck = group.add(1, 1);
  await turn();
  const second = group.add(2, 1);
  await turn();
  expect(batches).toEqual([[1]]);
  await eventually(() => batches.length === 2);
  open[1]?.();
  expect(await second).toBe(20);
  const third = group.add(3, 1);
  await turn();
  open[2]?.();
  expect(await third).toBe(30);
  open[0]?.();
  expect(await stuck).toBe(10);
  // The one that was late does not make room a second time.
  const fourth = group.add(4, 1);
  await turn();
  const fifth = group.add(5, 1);
  await turn();
  expect(batches.slice(3)).toEqual([[4]]);
  open[3]?.();
  await fourth;
  await turn();
  open[4]?.();
  await fifth;
});
