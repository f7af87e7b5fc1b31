import { MemoryRowStore, Driver, type Execution } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import type { ShownMirror } from '../channel/mirror-channel';
import type { OrderFacts } from '../orders/order-facts';
import type { DesiredMirror, MirrorRow, ObservedMirror } from './mirrored-aftersale';
import type { MirrorCommand, MirrorFact } from './mirrored-aftersale.commands';
import { MIRRORED_AFTERSALE, mirroredAftersalePlanner } from './mirrored-aftersale.planner';

const LINE = { productId: 'P-1', skuId: 'P-1-S', quantity: 1 };
const MINUTE = 60_000;
const facts: OrderFacts = {
  atWechat: { openId: 'o1', collectedBy: 'merchant', lines: [LINE] },
  returnAddress: null,
  path: 'pages/order?id=T1',
};
const mirror: DesiredMirror['mirror'] = {
  orderId: 'T1',
  type: 'refund',
  state: 'requested',
  lines: [LINE],
  refund: 2_700,
  openedAt: '2026-03-04T10:00:00+08:00',
  path: '',
  finishesOrder: false,
};

/** WeChat, as far as mirrored after-sales go. */
class World {
  readonly clock = new FakeClock(new Date('2026-03-04T04:00:00Z'));
  readonly store = new MemoryRowStore<DesiredMirror, ObservedMirror>(this.clock);
  readonly sent: MirrorCommand[] = [];
  readonly key = { appId: 'wx7f3d2a9c5b1e8046', kind: MIRRORED_AFTERSALE, entityId: 'AS-9' };
  facts: OrderFacts | null = facts;
  shown: ShownMirror | null = null;
  /** The next write is answered like this; null: it works. */
  answer: 'lost' | 'order-over' | null = null;
  private readonly driver = new Driver<DesiredMirror, ObservedMirror, MirrorCommand, MirrorFact>(
    mirroredAftersalePlanner,
    { execute: (command, row) => Promise.resolve(this.execute(command, row)) },
    this.store,
    this.clock,
    {},
    () => 0.5,
  );

  async want(changes: Partial<DesiredMirror['mirror']>): Promise<void> {
    const at = this.clock.now().toISOString();
    this.store.change(this.key, { mirror: { ...mirror, ...changes }, at });
    await this.drive();
  }

  async drive(): Promise<void> {
    await this.driver.drive(this.key);
  }

  get row() {
    return this.store.row(this.key);
  }

  get codes(): string[] {
    return this.row?.problems?.map(({ code }) => code) ?? [];
  }

  get told(): unknown[] {
    return this.store.events.map(({ data }) => (data as { state: unknown }).state);
  }

  private execute(command: MirrorCommand, row: MirrorRow): Execution<MirrorFact> {
    switch (command.name) {
      case 'learn-order': {
        const { orderId } = command;
        const order = { orderId, facts: this.facts, generation: row.generation };
        return { kind: 'fact', fact: { kind: 'order-learned', order } };
      }
      case 'read':
        return { kind: 'fact', fact: { kind: 'read', shown: this.shown } };
      case 'add':
      case 'update': {
        this.sent.push(command);
        const { answer } = this;
        this.answer = null;
        if (answer === 'order-over') {
          const problems = [{ code: '100000', message: 'over', messageZh: '', fix: '', fixZh: '' }];
          return { kind: 'stale', fact: { kind: 'order-over', problems }, problems };
        }
        this.shown = { state: command.mirror.state, refund: command.mirror.refund };
        if (answer === 'lost') return { kind: 'unknown', reason: 'no answer' };
        return {
          kind: 'fact',
          fact: { kind: 'shown', mirror: command.mirror, isNew: command.name === 'add' },
        };
      }
    }
  }
}

const names = (world: World) => world.sent.map(({ name }) => name);

it('shows an after-sale on the page of its order, then each newer state, each told once', async () => {
  const world = new World();
  await world.want({});
  expect(world.sent).toMatchObject([{ name: 'add', mirror: { path: 'pages/order?id=T1' } }]);
  await world.want({ state: 'refunded', finishesOrder: true });
  await world.want({ state: 'refunded', finishesOrder: true });
  expect(names(world)).toEqual(['add', 'update']);
  expect(world.told).toEqual(['requested', 'refunded']);
  expect(world.row?.state).toBe('settled');
});

it('waits for a page where neither the after-sale nor its order has one', async () => {
  const world = new World();
  world.facts = { ...facts, path: undefined };
  await world.want({});
  expect(world.codes).toEqual(['path-missing']);
  world.facts = facts;
  world.store.wakeWaiting(world.key.appId, MIRRORED_AFTERSALE, ['order:T1']);
  await world.drive();
  expect(names(world)).toEqual(['add']);
});

it('tells once what WeChat took without an answer', async () => {
  const world = new World();
  world.answer = 'lost';
  await world.want({});
  world.clock.advance(MINUTE);
  await world.drive();
  expect(world.told).toEqual(['requested']);
});

it.each([
  [
    'an order that the component collects',
    { ...facts, atWechat: { ...facts.atWechat!, collectedBy: 'component' as const } },
    'order-collected-by-component',
  ],
  [
    'a line that the order does not have',
    { ...facts, atWechat: { ...facts.atWechat!, lines: [] } },
    'line-unknown',
  ],
])('spends no call on %s', async (_, known, code) => {
  const world = new World();
  world.facts = known;
  await world.want({});
  expect(world.codes).toEqual([code]);
  expect(world.sent).toEqual([]);
});

it('says that WeChat changes nothing but the state', async () => {
  const world = new World();
  await world.want({});
  await world.want({ refund: 100 });
  expect(world.codes).toEqual(['mirror-content-fixed']);
});

it('parks a state that comes after the end of the order, and tries again when it is published again', async () => {
  const world = new World();
  await world.want({});
  world.answer = 'order-over';
  await world.want({ state: 'closed' });
  expect(world.codes).toEqual(['100000']);
  expect(names(world)).toEqual(['add', 'update']);
  await world.want({ state: 'closed' });
  expect(names(world)).toEqual(['add', 'update', 'update']);
  expect(world.told).toEqual(['requested', null, 'closed']);
});
