import { ACCESS_STEPS } from '@tongbu/contracts';
import { nothingWanted } from '../access/access';
import { AccessWorld, HOUR } from '../testing/access-world';
import { fifteenSteps } from './fifteen-steps';

const lines = (world: AccessWorld) => fifteenSteps(world.desired, world.row.observed);
const line = (world: AccessWorld, step: string) => {
  const found = lines(world).find((known) => known.step === step);
  if (found === undefined) throw new Error(`no line ${step}`);
  return found;
};
const states = (world: AccessWorld) =>
  Object.fromEntries(lines(world).map(({ step, state }) => [step, state]));

async function opened(): Promise<AccessWorld> {
  const world = new AccessWorld();
  world.want();
  await world.drive();
  world.wechat.confirm();
  world.push();
  await world.drive();
  return world;
}

it('has fifteen lines, also of a mini program of which nothing is known', () => {
  const all = fifteenSteps(nothingWanted, null);
  expect(all.map(({ step }) => step)).toEqual(ACCESS_STEPS);
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['waiting-for-you']));
  for (const { what, title } of all)
    expect([...what, title].every(({ en, zh }) => en !== '' && zh !== '')).toBe(true);
});

it('says who has to confirm, and since when it waits', async () => {
  const world = new AccessWorld();
  world.want();
  await world.drive();
  expect(line(world, '1.1')).toMatchObject({
    state: 'waiting-for-you',
    since: '2026-03-02T10:00:00.001Z',
    source: 'register/apply',
    what: [{ en: "The mini program's administrator has to confirm the agreement inside WeChat." }],
  });
});

it('says why there is no access, with what to do', async () => {
  const world = new AccessWorld();
  world.want();
  await world.drive();
  await world.pass(25 * HOUR);
  expect(line(world, '1.1')).toMatchObject({ state: 'failed', problems: [{ code: 'access-not-confirmed' }] });
});

it('names each part of the development that is missing', async () => {
  const world = await opened();
  expect(line(world, '2.1').what.map(({ en }) => en.split(' ').slice(0, 3).join(' '))).toEqual([
    'Configure the callback',
    'Open the secondary',
  ]);
  world.reach('callback');
  world.declare('merchant-number');
  await world.drive();
  expect(line(world, '2.1')).toMatchObject({ state: 'done', source: 'declared: merchant-number' });
});

it('turns line by line, from nothing to the first sale', async () => {
  const world = await opened();
  expect(line(world, '1.1')).toMatchObject({ state: 'done', source: 'register/check: open' });
  for (const [task, step] of [
    ['products', '2.2'],
    ['orders', '2.3'],
    ['delivery', '2.4'],
    ['aftersales', '2.5'],
  ] as const) {
    expect(line(world, step).state).toBe('waiting-for-you');
    world.wechat.seen.add(task);
    await world.pass(HOUR);
    expect(line(world, step).state).toBe('done');
  }
  expect(line(world, '2.7').what[0]?.en).toBe('Step 2.6 comes before.');
  world.declare('tested', 'cashier-changed', 'released');
  await world.drive();
  expect(line(world, '3.1')).toMatchObject({ state: 'waiting-for-wechat' });
  world.wechat.judge('refused', '客服未开启');
  await world.pass(HOUR);
  expect(line(world, '3.1')).toMatchObject({ state: 'failed', problems: [{ code: 'scene-refused' }] });
  world.wantScene();
  await world.drive();
  world.wechat.judge('open');
  await world.pass(HOUR);
  world.reach('callback', 'merchant-number', 'required-scene', 'other-scene');
  await world.drive();
  for (const [milestone, step] of [
    ['order-created', '4.1'],
    ['order-paid', '4.2'],
    ['order-shipped', '4.3'],
    ['order-received', '4.4'],
    ['order-served', '4.5'],
  ] as const) {
    expect(line(world, step).state).toBe('waiting-for-you');
    world.reach(milestone);
    await world.drive();
  }
  expect(new Set(Object.values(states(world)))).toEqual(new Set(['done']));
});

it('begins anew after a withdrawal, but for what the shop itself has built', async () => {
  const world = await opened();
  world.reach('callback', 'required-scene', 'other-scene');
  await world.drive();
  world.wechat.withdraw();
  world.push('withdrawn');
  await world.drive();
  expect(states(world)).toMatchObject({ '1.1': 'failed', '2.2': 'waiting-for-you', '3.2': 'done' });
});
