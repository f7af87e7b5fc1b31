import { GroupCommit } from './group-commit';

function gate() {
  const open: (() => void)[] = [];
  const batches: (readonly number[])[] = [];
  const write = (items: readonly number[]) => {
    batches.push(items);
    return new Promise<void>((resolve) => open.push(resolve));
  };
  return { open, batches, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('commits together what arrives together, and more while a commit is under way', async () => {
  const { open, batches, write } = gate();
  const group = new GroupCommit(write, { batchSize: 3, inFlight: 1, maxWaiting: 100 });
  const all = [1, 2, 3, 4, 5].map((item) => group.add(item));
  await turn();
  expect(batches).toEqual([[1, 2, 3]]);
  open[0]?.();
  await Promise.all(all.slice(0, 3));
  await turn();
  expect(batches).toEqual([[1, 2, 3], [4, 5]]);
  open[1]?.();
  await Promise.all(all);
});

it('fails every item of a commit that failed, and goes on with the next', async () => {
  let attempts = 0;
  const group = new GroupCommit<number>(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('database away');
  });
  const first = await Promise.allSettled([group.add(1), group.add(2)]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(group.add(3)).resolves.toBeUndefined();
});

it('refuses at once when too many wait', async () => {
  const { write } = gate();
  const group = new GroupCommit(write, { batchSize: 1, inFlight: 1, maxWaiting: 2 });
  const [first] = [group.add(1), group.add(2)];
  await expect(group.add(3)).rejects.toMatchObject({ code: 'store-overloaded', retriable: true });
  expect(first).toBeInstanceOf(Promise);
});
