import { followTrial, type ShownTrial } from './follow-trial';

const shown = (changes: Partial<ShownTrial>): ShownTrial => ({
  run: 'R1',
  step: 'product',
  done: [],
  state: 'waiting',
  problems: [],
  payment: null,
  ...changes,
});

async function follow(...states: ShownTrial[]) {
  const lines: string[] = [];
  const code = await followTrial(
    { trial: async () => states.shift() ?? shown({ step: null }) },
    (line) => lines.push(line),
    0,
  );
  return { code, lines };
}

it('tells each step once, hands out the payment once, and ends when everything is removed', async () => {
  const paying = shown({
    step: 'payment',
    done: ['picture', 'product'],
    payment: { package: 'prepay_id=1' },
  });
  const { code, lines } = await follow(
    shown({ done: ['picture'] }),
    paying,
    paying,
    shown({ step: null, done: ['picture', 'product', 'payment'] }),
  );
  expect(code).toBe(0);
  expect(lines).toEqual([
    'picture: done',
    'product: done',
    expect.stringContaining('pay one fen'),
    '{"package":"prepay_id=1"}',
    'payment: done',
    expect.stringContaining('removed'),
  ]);
});

it('stops at a refusal with its code, explanation and fix', async () => {
  const problems = [{ code: '1000005', message: 'The category needs an approval.', fix: 'Choose another.' }];
  const { code, lines } = await follow(shown({ state: 'parked', problems }));
  expect(code).toBe(1);
  expect(lines[0]).toBe('product: refused, 1000005: The category needs an approval.\n  Choose another.');
});
