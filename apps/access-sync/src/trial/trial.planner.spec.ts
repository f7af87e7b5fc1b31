import type { TrialFact } from './trial.commands';
import { nextStep, nothingTried, type DesiredTrial, type ObservedTrial, type TrialState } from './trial';
import { trialPlanner } from './trial.planner';

const NOW = new Date('2026-03-02T10:00:00Z');
const desired: DesiredTrial = {
  run: 'R1',
  openId: 'o1',
  traceId: null,
  categoryId: 1,
  image: 'https://img.example/a.jpg',
};
const row = (observed: ObservedTrial | null, changes: Partial<TrialState> = {}): TrialState => ({
  appId: 'wx7f3d2a9c5b1e8046',
  entityId: 'wx7f3d2a9c5b1e8046',
  desired,
  desiredVersion: null,
  desiredGeneration: 1,
  generation: 1,
  hint: null,
  observed,
  intent: null,
  refusal: null,
  ...changes,
});
const planned = (state: TrialState, now = NOW) => {
  const plan = trialPlanner.plan(state, now);
  return plan.kind === 'run' ? plan.command.name : plan.kind;
};
const after = (...facts: TrialFact[]) =>
  facts.reduce<ObservedTrial>(
    (observed, fact) => trialPlanner.reduce(row(observed), fact, NOW).observed,
    nothingTried('R1'),
  );

const looked: TrialFact = { kind: 'looked', access: 'trying', generation: 1 };
const parameters = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', paySign: 's', signType: 'RSA' };
const WAY: readonly (readonly [TrialFact, string])[] = [
  [looked, 'exchange-picture'],
  [{ kind: 'picture', url: 'https://mmecimage.cn/p/1' }, 'add-product'],
  [{ kind: 'product', product: 'in-review', reason: '' }, 'wait'],
  [{ kind: 'product', product: 'approved', reason: '' }, 'add-order'],
  [{ kind: 'order', order: 'unpaid' }, 'ask-payment'],
  [{ kind: 'payment', parameters }, 'wait'],
  [{ kind: 'order', order: 'paid' }, 'ship'],
  [{ kind: 'order', order: 'shipped' }, 'open-aftersale'],
  [{ kind: 'aftersale', aftersale: 'requested' }, 'accept-refund'],
  [{ kind: 'aftersale', aftersale: 'accepted' }, 'wait'],
  [{ kind: 'aftersale', aftersale: 'refunded' }, 'remove-product'],
  [{ kind: 'removed' }, 'idle'],
];

it('makes one call after the other, and waits where somebody else has to act', () => {
  expect(planned(row(null))).toBe('look');
  WAY.forEach(([, expected], index) => {
    const facts = WAY.slice(0, index + 1).map(([fact]) => fact);
    expect([index, planned(row(after(...facts)))]).toEqual([index, expected]);
  });
});

it.each([
  ['add-product', 'read-product'],
  ['ship', 'read-order'],
  ['open-aftersale', 'read-aftersale'],
  ['accept-refund', 'read-aftersale'],
])('looks up what became of %s before anything is sent again', (command, expected) => {
  const intent = { command, detail: {}, at: NOW.toISOString() };
  expect(planned(row(after(looked), { intent }))).toBe(expected);
});

it.each(['closed', 'open-already', 'first-generation'] as const)(
  'does nothing on an account that is %s',
  (access) => {
    expect(planned(row(after({ kind: 'looked', access, generation: 1 })))).toBe('park');
  },
);

it('removes what it has made of an account that was opened meanwhile', () => {
  const made = after(
    looked,
    { kind: 'picture', url: 'u' },
    { kind: 'product', product: 'approved', reason: '' },
  );
  const opened = trialPlanner.reduce(
    row(made),
    { kind: 'looked', access: 'open-already', generation: 1 },
    NOW,
  ).observed;
  expect(planned(row(opened))).toBe('remove-product');
});

it('stops at a product that was rejected, and begins anew with another run', () => {
  const rejected = after(
    looked,
    { kind: 'picture', url: 'u' },
    { kind: 'product', product: 'rejected', reason: '图片' },
  );
  expect(trialPlanner.plan(row(rejected), NOW)).toMatchObject({
    kind: 'park',
    problems: [{ code: 'trial-product-rejected' }],
  });
  expect(planned(row(rejected, { desired: { ...desired, run: 'R2' } }))).toBe('look');
});

it('asks for fresh parameters when the old ones have gone stale', () => {
  const asked = after(...WAY.slice(0, 6).map(([fact]) => fact));
  expect(nextStep(asked)).toBe('payment');
  expect(planned(row(asked), new Date(NOW.getTime() + 11 * 60_000))).toBe('ask-payment');
});
