import { SharerWorld } from '../testing/sharer-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function wanted(): Promise<SharerWorld> {
  const world = new SharerWorld();
  world.want();
  await world.pass(0);
  return world;
}

async function bound(): Promise<SharerWorld> {
  const world = await wanted();
  world.wechat.accept();
  world.push();
  await world.pass(0);
  return world;
}

it('invites, waits for the user, and tells when the user is bound and from when on that may end', async () => {
  const world = await wanted();
  expect(world.told).toEqual(['invited']);
  expect(world.row).toMatchObject({ state: 'waiting' });
  world.clock.advance(5 * MINUTE);
  world.wechat.accept();
  world.push();
  await world.pass(0);
  expect(world.row.state).toBe('settled');
  expect(world.store.events.at(-1)).toMatchObject({
    type: 'wechat.sharer.bound.v1',
    data: { boundAt: '2026-03-02T10:05:00.001Z', unbindableFrom: '2026-04-01T10:05:00.001Z' },
  });
});

it('finds by itself that the user has accepted, when the callback is lost', async () => {
  const world = await wanted();
  world.wechat.accept();
  await world.pass(60 * MINUTE);
  expect(world.told).toEqual(['invited', 'bound']);
});

it('does not ask WeChat to go over 10,000 sharers', async () => {
  const world = new SharerWorld();
  world.wechat.others = 10_000;
  world.want();
  await world.pass(DAY);
  expect(world.told).toEqual(['refused']);
  expect(world.problems).toEqual(['sharer-limit']);
  expect(world.wechat.calls).not.toContain('invite');
  world.wechat.others = 9_999;
  world.want();
  await world.pass(0);
  expect(world.told).toEqual(['refused', 'invited']);
});

it.each([
  ['openid-wrong', 'sharer-openid-wrong'],
  ['refuses-invitations', 'sharer-refuses-invitations'],
  ['too-many-sharers', 'sharer-limit'],
  ['refused', 'sharer-refused'],
] as const)('tells when WeChat says %s, and asks again only for another wish', async (answer, code) => {
  const world = new SharerWorld();
  world.wechat.answersInvitations = answer;
  world.want();
  await world.pass(5 * DAY);
  expect(world.problems).toEqual([code]);
  expect(world.told).toEqual(['refused']);
  expect(world.wechat.calls.filter((name) => name === 'invite')).toHaveLength(1);
  world.want();
  await world.pass(0);
  expect(world.wechat.calls.filter((name) => name === 'invite')).toHaveLength(2);
});

it.each([
  ['refused', 'sharer-invitation-refused'],
  ['invitation-expired', 'sharer-invitation-expired'],
] as const)(
  'does not invite again after the invitation was %s, until it is wanted again',
  async (how, code) => {
    const world = await wanted();
    world.wechat.answer(how);
    await world.pass(3 * DAY);
    expect(world.problems).toEqual([code]);
    expect(world.told).toEqual(['invited', 'refused']);
    expect(world.wechat.invitations).toHaveLength(1);
    world.want();
    await world.pass(0);
    expect(world.told).toEqual(['invited', 'refused', 'invited']);
  },
);

it('sends one invitation in ten minutes, and tells of the limit of three a day before WeChat does', async () => {
  const world = await wanted();
  for (let times = 1; times < 3; times += 1) {
    world.wechat.answer('refused');
    world.push();
    world.want();
    await world.pass(0);
    expect(world.row).toMatchObject({ state: 'waiting' });
    expect(world.wechat.invitations).toHaveLength(times);
    await world.pass(10 * MINUTE);
    expect(world.wechat.invitations).toHaveLength(times + 1);
  }
  world.wechat.answer('refused');
  world.push();
  world.want();
  await world.pass(0);
  expect(world.problems).toEqual(['sharer-invited-too-often']);
  expect(world.told.at(-1)).toBe('refused');
  await world.pass(DAY);
  expect(world.wechat.invitations).toHaveLength(4);
  expect(world.wechat.calls.filter((name) => name === 'invite')).toHaveLength(4);
});

it('tells that a sharer cannot be unbound yet, and unbinds after 30 days', async () => {
  const world = await bound();
  world.want(false);
  await world.pass(30 * DAY - MINUTE);
  expect(world.problems).toEqual(['sharer-bound-too-short']);
  expect(world.told).toEqual(['invited', 'bound', 'refused']);
  expect(world.wechat.calls).not.toContain('unbind');
  await world.pass(MINUTE);
  expect(world.told).toEqual(['invited', 'bound', 'refused', 'unbound']);
  expect(world.row.state).toBe('settled');
});

it('tells at once that nobody is bound who was never invited', async () => {
  const world = new SharerWorld();
  world.want(false);
  await world.pass(DAY);
  expect(world.told).toEqual(['unbound']);
  expect(world.wechat.calls).not.toContain('invite');
});

it('does not run after a sharer who has left', async () => {
  const world = await bound();
  await world.pass(31 * DAY);
  world.wechat.leave();
  world.push();
  await world.pass(2 * DAY);
  expect(world.told).toEqual(['invited', 'bound', 'unbound', 'refused']);
  expect(world.problems).toEqual(['sharer-left']);
  expect(world.wechat.invitations).toHaveLength(1);
});

it('tells of somebody who was bound elsewhere, and leaves that as it is', async () => {
  const world = new SharerWorld();
  world.wechat.binding = 'bound';
  world.wechat.boundAt = world.clock.now();
  world.want(null);
  await world.pass(40 * DAY);
  expect(world.told).toEqual(['bound']);
  expect(new Set(world.wechat.calls)).toEqual(new Set(['find']));
});

it('reads nothing for a card of somebody who is known to be bound', async () => {
  const world = await bound();
  const calls = world.wechat.calls.length;
  world.push('card');
  await world.pass(0);
  expect(world.wechat.calls).toHaveLength(calls);
});
