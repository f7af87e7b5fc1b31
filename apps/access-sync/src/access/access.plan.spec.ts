import type { AccessTask } from '@tongbu/wechat';
import { AccessWorld, HOUR } from '../testing/access-world';

const SEEN: readonly AccessTask[] = ['products', 'orders', 'delivery', 'aftersales'];
const DAY = 24 * HOUR;

/** A mini program whose component was opened after it was asked for. */
async function opened(generation: 'first' | 'second' = 'second'): Promise<AccessWorld> {
  const world = new AccessWorld(generation);
  world.want();
  await world.drive();
  world.wechat.confirm();
  world.push();
  await world.drive();
  return world;
}

async function ready(): Promise<AccessWorld> {
  const world = await opened();
  for (const task of SEEN) world.wechat.seen.add(task);
  world.reach('order-created');
  await world.drive();
  world.declare('tested', 'cashier-changed', 'released');
  await world.drive();
  return world;
}

describe('the component', () => {
  it('is looked at and left alone while nobody asks for it', async () => {
    const world = new AccessWorld();
    await world.drive();
    expect(world.wechat.calls).toEqual(['check']);
    expect(world.row.state).toBe('settled');
    expect(world.told).toEqual(['scenes-observed']);
  });

  it('is applied for once and opened when the administrator confirms', async () => {
    const world = await opened();
    expect(world.wechat.applications).toBe(1);
    expect(world.told).toEqual(['scenes-observed', 'applied', 'opened', 'step-done']);
    expect(world.observed.steps['1.1']?.source).toBe('register/check: open');
  });

  it('is found open by a poll when no callback told', async () => {
    const world = new AccessWorld();
    world.want();
    await world.drive();
    world.wechat.confirm();
    await world.pass(HOUR);
    expect(world.told).toContain('opened');
  });

  it('says so when nobody confirmed within 24 hours, and applies again only when asked again', async () => {
    const world = new AccessWorld();
    world.want();
    await world.drive();
    await world.pass(DAY - 1_000);
    expect(world.told).not.toContain('refused');
    await world.pass(DAY);
    expect(world.told.filter((name) => name === 'refused')).toHaveLength(1);
    expect(world.row.problems?.map(({ code }) => code)).toEqual(['access-not-confirmed']);
    expect(world.wechat.applications).toBe(1);
    world.want();
    await world.drive();
    expect(world.wechat.applications).toBe(2);
    expect(world.row.state).toBe('waiting');
  });

  it('says so when the application is withdrawn, which a closed component alone does not show', async () => {
    const world = new AccessWorld();
    world.want();
    await world.drive();
    world.wechat.withdraw();
    world.push('withdrawn');
    await world.drive();
    expect(world.row.problems?.map(({ code }) => code)).toEqual(['access-application-withdrawn']);
    await world.pass(DAY);
    expect(world.wechat.applications).toBe(1);
    world.want();
    await world.drive();
    expect(world.wechat.applications).toBe(2);
  });

  it('wanted again before anybody saw that the application was withdrawn, it is applied for again', async () => {
    const world = new AccessWorld();
    world.want();
    await world.drive();
    world.wechat.withdraw();
    world.push('withdrawn');
    world.want();
    await world.drive();
    expect(world.wechat.applications).toBe(2);
    expect(world.row.state).toBe('waiting');
  });

  it('wanted again before anybody saw that the open component was withdrawn, it is applied for again', async () => {
    const world = await opened();
    world.wechat.withdraw();
    world.push('withdrawn');
    world.want();
    await world.drive();
    expect(world.told).toContain('refused');
    expect(world.wechat.applications).toBe(2);
  });

  it('does not take a withdrawal of long ago for one of the new application', async () => {
    const world = new AccessWorld();
    world.push('withdrawn');
    world.want();
    await world.drive();
    await world.pass(HOUR);
    expect(world.row.state).toBe('waiting');
  });

  it('begins anew after it was withdrawn while it was open', async () => {
    const world = await ready();
    expect(Object.keys(world.observed.steps)).toContain('2.7');
    world.wechat.withdraw();
    world.push('withdrawn');
    await world.drive();
    expect(world.row.problems?.map(({ code }) => code)).toEqual(['access-withdrawn']);
    expect(world.observed).toMatchObject({ tasks: {}, scenes: [], openScenes: [] });
    expect(Object.keys(world.observed.steps)).toEqual(['4.1']);
    world.want();
    await world.drive();
    expect(world.wechat.registration).toBe('confirming');
  });

  it('is to be applied for in the console when WeChat says joined and closed at once', async () => {
    const world = new AccessWorld();
    world.wechat.refusesApplications = true;
    world.want();
    await world.drive();
    expect(world.row.problems?.map(({ code }) => code)).toEqual(['access-apply-in-console']);
    world.wechat.registration = 'open';
    await world.pass(HOUR);
    expect(world.told).toContain('opened');
  });

  it('tells of a ban and goes on when it is lifted', async () => {
    const world = await opened();
    world.wechat.registration = 'banned';
    await world.pass(2 * HOUR);
    expect(world.row.problems?.[0]?.message).toContain('违规');
    world.wechat.registration = 'open';
    await world.pass(HOUR);
    expect(world.row.state).toBe('waiting');
  });
});

describe('a task', () => {
  it('is declared only when WeChat has seen it', async () => {
    const world = await opened();
    expect(world.wechat.declared.size).toBe(0);
    world.wechat.seen.add('products');
    world.reach('order-created');
    await world.drive();
    expect([...world.wechat.declared]).toEqual(['products']);
    expect(world.observed.steps['2.2']?.source).toBe('register/check: products declared');
  });

  it('that nobody told of is found by a poll', async () => {
    const world = await opened();
    world.wechat.seen.add('delivery');
    await world.pass(HOUR);
    expect([...world.wechat.declared]).toEqual(['delivery']);
  });

  it('is one of the generation of the account', async () => {
    const world = await opened('first');
    world.wechat.seen.add('first-generation-orders');
    world.wechat.seen.add('first-generation-aftersales');
    await world.pass(HOUR);
    expect([...world.wechat.declared]).toEqual(['first-generation-orders', 'first-generation-aftersales']);
  });

  it('that no interface sees waits for somebody to say that it is done', async () => {
    const world = await opened();
    world.declare('tested');
    await world.drive();
    for (const task of SEEN) world.wechat.seen.add(task);
    await world.pass(HOUR);
    expect(world.wechat.declared.has('testing')).toBe(true);
    expect(world.wechat.declared.has('release')).toBe(false);
    world.declare('released');
    await world.drive();
    expect(world.wechat.declared.has('release')).toBe(false);
    world.declare('cashier-changed');
    await world.drive();
    expect(world.wechat.declared.has('release')).toBe(true);
  });

  it('of release does not count a release of before the component was open', async () => {
    const world = new AccessWorld();
    world.declare('released', 'tested', 'cashier-changed');
    world.want();
    await world.drive();
    world.wechat.confirm();
    world.push();
    await world.drive();
    for (const task of SEEN) world.wechat.seen.add(task);
    await world.pass(HOUR);
    expect([...world.wechat.declared]).toEqual(SEEN);
  });

  it('is not declared by what others tell once it is declared', async () => {
    const world = await ready();
    const calls = world.wechat.calls.length;
    world.reach('order-paid');
    await world.drive();
    expect(world.wechat.calls).toHaveLength(calls);
    expect(Object.keys(world.observed.steps)).toContain('4.2');
  });
});

describe('a scene', () => {
  it('is applied for when every task is done, and opened', async () => {
    const world = await ready();
    expect(world.wechat.scene).toBe('in-review');
    world.wechat.judge('open');
    world.push();
    await world.drive();
    expect(world.told.slice(-3)).toEqual(['scenes-observed', 'scene-opened', 'step-done'].toSorted());
    expect(world.observed.openScenes).toEqual([1]);
    expect(world.row.state).toBe('settled');
  });

  it("that is refused is told with WeChat's reason, and applied for again when it is wanted again", async () => {
    const world = await ready();
    world.wechat.judge('refused', '客服未开启');
    world.push();
    await world.drive();
    expect(world.told).toContain('scene-refused');
    expect(world.row.problems?.[0]?.message).toContain('客服未开启');
    await world.pass(DAY);
    expect(world.wechat.sceneApplications).toBe(1);
    world.wantScene();
    await world.drive();
    expect(world.wechat.sceneApplications).toBe(2);
    world.wechat.judge('refused', '客服未开启');
    await world.pass(HOUR);
    expect(world.told.filter((name) => name === 'scene-refused')).toHaveLength(2);
    world.wantScene();
    await world.drive();
    world.wechat.judge('open');
    await world.pass(HOUR);
    expect(world.observed.openScenes).toEqual([1]);
  });

  it('is applied for once, although the process died before it could keep the answer', async () => {
    const world = await opened();
    for (const task of SEEN) world.wechat.seen.add(task);
    world.reach('order-created');
    await world.drive();
    world.declare('tested', 'cashier-changed', 'released');
    // learn, testing, release, and then the scene.
    world.wechat.faults.inject('killed-after', 2);
    await world.drive();
    expect(world.wechat.scene).toBe('in-review');
    expect(world.told).not.toContain('scene-applied');
    await world.pass(HOUR);
    expect(world.wechat.sceneApplications).toBe(1);
    expect(world.told.filter((name) => name === 'scene-applied')).toHaveLength(1);
  });
});

it('tells each step once, with who knows it and since when', async () => {
  const world = await ready();
  world.reach('callback');
  world.declare('merchant-number');
  await world.drive();
  const steps = world.store.events.flatMap(({ type, data }) =>
    type === 'wechat.access.step-done.v1' ? [(data as { step: string }).step] : [],
  );
  expect(steps.toSorted()).toEqual(['1.1', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '4.1']);
});
