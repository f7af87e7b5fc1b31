import * as fc from 'fast-check';
import { merchantProduct, productUpserted } from '@tongbu/contracts';
import { Driver, MemoryRowStore, type SyncKey, faults, Killed, type Fault } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { categoryFact } from '../references/facts';
import { contentHash, offersOf, type DesiredProduct, type ObservedProduct } from './product';
import { productHints } from './product.hint';
import { createProductPlanner, PRODUCT } from './product.planner';
import { WechatProductModel, WINE } from './wechat-product-model';

const DAY = 24 * 3_600_000;
const KEY: SyncKey = { appId: 'wx7f3d2a9c5b1e8046', kind: PRODUCT, entityId: 'P-1' };
const { version: _, onSale: __, ...content } = merchantProduct.parse(productUpserted.sample);

function desiredProduct(title: number, price: number, flags: Partial<DesiredProduct> = {}): DesiredProduct {
  const [sku] = content.skus;
  if (sku === undefined) throw new Error('the sample has a SKU');
  const skus = [{ ...sku, salePrice: 100 + price }];
  return {
    content: { ...content, title: `茶杯 ${title}`, skus },
    onSale: true,
    withdrawn: false,
    deleted: false,
    ...flags,
  };
}

function inWine(desired: DesiredProduct): DesiredProduct {
  return { ...desired, content: { ...desired.content, categoryId: WINE } };
}

type Step =
  | { kind: 'content'; title: number; price: number }
  | { kind: 'on-sale'; onSale: boolean }
  | { kind: 'repaint' }
  | { kind: 'publish-again' }
  | { kind: 'withdraw' }
  | { kind: 'drive'; fault: Fault; after: number }
  | { kind: 'pass-time'; ms: number }
  | { kind: 'decide'; approve: boolean; told: number }
  | { kind: 'take-down'; told: number }
  | { kind: 'stray-callback'; submission: number }
  | { kind: 'wine'; listsAreCurrent: boolean }
  | { kind: 'approve-wine' }
  | { kind: 'take-wine-back' }
  | { kind: 'refresh' };

const DRIVE: Step = { kind: 'drive', fault: 'none', after: 0 };
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('content'), title: fc.nat(3), price: fc.nat(3) }),
    fc.record({ kind: fc.constant('on-sale'), onSale: fc.boolean() }),
    fc.record({ kind: fc.constant('withdraw') }),
    fc.record({ kind: fc.constantFrom('repaint', 'publish-again') }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(3) }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass-time'), ms: fc.constantFrom(50, 25_000, 3_600_000) }),
    fc.record({ kind: fc.constant('decide'), approve: fc.boolean(), told: fc.nat(2) }),
    fc.record({ kind: fc.constant('take-down'), told: fc.nat(1) }),
    fc.record({ kind: fc.constant('stray-callback'), submission: fc.nat(5) }),
    fc.record({ kind: fc.constant('wine'), listsAreCurrent: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('approve-wine', 'take-wine-back', 'refresh') }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

class World {
  readonly clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  readonly store = new MemoryRowStore<DesiredProduct, ObservedProduct>(this.clock);
  readonly wechat = new WechatProductModel(() => this.clock.now());
  readonly driver = new Driver(
    createProductPlanner({ looksAtPictures: true }),
    this.wechat,
    this.store,
    this.clock,
    {},
    () => 0.5,
  );
  desired = desiredProduct(0, 0);

  /** The merchant publishes the whole product. */
  publish(desired: DesiredProduct): void {
    this.change({ ...desired, publication: (this.desired.publication ?? 0) + 1 });
  }

  change(desired: DesiredProduct): void {
    this.desired = desired;
    this.store.change(KEY, desired);
  }

  async drive(): Promise<void> {
    await this.driver.drive(KEY).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case 'content':
        return this.publish({ ...desiredProduct(step.title, step.price), onSale: this.desired.onSale });
      case 'on-sale':
        return this.change({ ...this.desired, onSale: step.onSale });
      case 'withdraw':
        return this.change({ ...this.desired, withdrawn: true });
      case 'repaint':
        this.wechat.paint += 1;
        return;
      case 'publish-again':
        return this.publish({ ...this.desired, withdrawn: false });
      case 'drive':
        this.wechat.faults.inject(step.fault, step.after);
        return this.drive();
      case 'pass-time':
        this.clock.advance(step.ms);
        return;
      case 'decide': {
        const submission = this.wechat.decide(step.approve);
        if (submission === undefined) return;
        for (let push = 0; push < step.told; push += 1) this.callback(submission, step.approve);
        return;
      }
      case 'take-down':
        this.wechat.takeDown();
        if (step.told > 0)
          this.store.hint(KEY, { name: productHints.shelf, detail: { shelf: 'taken-down' } });
        return;
      case 'stray-callback':
        return this.callback(step.submission, true);
      case 'wine':
        this.wechat.listsAreCurrent = step.listsAreCurrent;
        return this.publish(inWine(this.desired));
      case 'approve-wine':
        return this.approveWine();
      case 'take-wine-back':
        this.wechat.wineIsApproved = false;
        return;
      case 'refresh':
        this.store.hint(KEY, { name: productHints.refresh, detail: {} });
    }
  }

  /** What lies under the product's picture addresses now. */
  pictures(): string[] {
    return this.desired.content.images.map((url) => `${url}#${this.wechat.paint}`);
  }

  /** As the transaction does in which the category's qualification is approved. */
  approveWine(): void {
    this.wechat.wineIsApproved = true;
    this.store.wakeWaiting(KEY.appId, PRODUCT, [categoryFact(WINE)]);
  }

  private callback(submission: number, approve: boolean): void {
    const state = approve ? 'approved' : 'rejected';
    this.store.hint(KEY, { name: productHints.verdict, detail: { submission, state } });
  }

  /** Nothing to do until the daily look. */
  private isAtRest(): boolean {
    const row = this.store.row(KEY);
    return row?.state === 'settled' && row.generation === row.observedGeneration;
  }

  /** No more faults, wine is approved, every review passes, and no callback comes: polling alone has to find out. */
  async calmDown(): Promise<void> {
    this.wechat.faults.inject('none', 0);
    this.approveWine();
    for (let round = 0; round < 60; round += 1) {
      const due = this.store.nextTime(KEY);
      if (due === null || this.isAtRest()) return;
      this.clock.advance(Math.max(0, due.getTime() - this.clock.now().getTime()) + 30_000);
      this.wechat.decide(true);
      await this.drive();
    }
    throw new Error(`does not come to rest: ${JSON.stringify(this.store.row(KEY))}`);
  }
}

async function played(history: readonly Step[]): Promise<World> {
  const world = new World();
  world.publish(desiredProduct(0, 0));
  for (const step of history) await world.play(step);
  return world;
}

describe('a product converges whatever happened before', () => {
  const runs = { numRuns: 400 };

  it('ends with the newest content, pictures, offers and shelf at WeChat', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        // What only a merchant or WeChat can end: a withdrawn review and a take-down.
        world.publish({ ...desiredProduct(9, 9), onSale: world.desired.onSale });
        await world.calmDown();
        const { product } = world.wechat;
        expect(world.store.row(KEY)?.state).toBe('settled');
        expect(product?.online?.content).toBe(world.desired.content.title);
        expect(product?.online?.pictures).toEqual(world.pictures());
        expect(product?.online?.offers).toEqual(offersOf(world.desired));
        expect(product?.shelf).toBe(world.desired.onSale ? 'listed' : 'delisted');
      }),
      runs,
    ));

  it('adds a product once, and never blindly repeats an add', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        await world.calmDown();
        expect(world.wechat.addsRepeated).toBe(0);
        expect(new Set(world.wechat.submissions).size).toBe(world.wechat.submissions.length);
      }),
      runs,
    ));

  it('submits content that does not change once, whatever was lost or killed on the way', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(
          history.filter(({ kind }) => kind === 'drive' || kind === 'pass-time' || kind === 'stray-callback'),
        );
        await world.calmDown();
        expect(world.wechat.submissions).toEqual([1]);
        expect(world.store.events.map(({ type }) => type)).toEqual([
          'wechat.product.submitted.v1',
          'wechat.product.approved.v1',
          'wechat.product.listed.v1',
        ]);
      }),
      runs,
    ));

  it('publishes each verdict once, and one for the newest submission', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        world.publish({ ...desiredProduct(9, 9), onSale: world.desired.onSale });
        await world.calmDown();
        const verdicts = world.store.events.filter(({ type }) => /\.(approved|rejected)\./.test(type));
        const keys = verdicts.map(({ type, key }) => `${type} ${key}`);
        expect(new Set(keys).size).toBe(keys.length);
        const newest = world.wechat.submissions.at(-1);
        expect(verdicts.filter(({ key }) => key === String(newest))).toHaveLength(1);
      }),
      runs,
    ));

  it('stays deleted, and says that the id is used up when the merchant publishes it again', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        world.publish({ ...world.desired, deleted: true });
        await world.calmDown();
        expect(world.wechat.product).toBeNull();
        expect(world.store.row(KEY)?.state).toBe('settled');
        const told = world.store.events.filter(({ type }) => type === 'wechat.product.deleted.v1');
        expect(told).toHaveLength(1);
        if (!world.wechat.deleted) return;
        world.publish(desiredProduct(1, 1));
        await world.calmDown();
        expect(world.wechat.product).toBeNull();
        expect(world.store.row(KEY)?.problems?.map(({ code }) => code)).toEqual(['product-id-used-up']);
      }),
      runs,
    ));
});

it('holds edits made during a review and submits the newest of them once', async () => {
  const world = await played([DRIVE]);
  for (const title of [1, 2, 3]) {
    world.publish(desiredProduct(title, 0));
    await world.drive();
  }
  expect(world.wechat.submissions).toEqual([1]);
  world.wechat.decide(true);
  world.store.hint(KEY, { name: productHints.verdict, detail: { submission: 1, state: 'approved' } });
  await world.drive();
  expect(world.wechat.submissions).toEqual([1, 2]);
  expect(world.wechat.product?.draft.content).toBe('茶杯 3');
});

it('finds a take-down that no callback told within a day, and does not undo it', async () => {
  const world = await played([DRIVE, { kind: 'decide', approve: true, told: 1 }]);
  await world.drive();
  await world.play({ kind: 'take-down', told: 0 });
  world.clock.advance(DAY);
  await world.drive();
  expect(world.store.events.at(-1)?.type).toBe('wechat.product.taken-down.v1');
  expect(world.wechat.product?.shelf).toBe('taken-down');
  expect(world.store.row(KEY)?.state).toBe('settled');
});

it('is not parked when it is to go off sale and WeChat took it down before, unnoticed', async () => {
  const world = await played([
    DRIVE,
    { kind: 'decide', approve: true, told: 0 },
    { kind: 'take-down', told: 0 },
  ]);
  world.change({ ...world.desired, onSale: false });
  await world.drive();
  expect(world.store.row(KEY)).toMatchObject({ state: 'settled', observed: { shelf: 'taken-down' } });
  expect(world.store.events.map(({ type }) => type)).toEqual([
    'wechat.product.submitted.v1',
    'wechat.product.approved.v1',
    'wechat.product.taken-down.v1',
  ]);
});

it('tells that a product is gone that WeChat did not have when it was read before', async () => {
  const world = await played([{ kind: 'refresh' }, { kind: 'drive', fault: 'busy', after: 1 }]);
  expect([world.store.row(KEY)?.observed?.readAt, world.wechat.adds]).toEqual([expect.any(String), 0]);
  world.change({ ...world.desired, deleted: true });
  await world.calmDown();
  expect(world.store.events.map(({ type }) => type)).toEqual(['wechat.product.deleted.v1']);
});

it('changes a price without a review', async () => {
  const world = await played([DRIVE, { kind: 'decide', approve: true, told: 1 }]);
  await world.drive();
  world.publish(desiredProduct(0, 7));
  await world.drive();
  expect(world.wechat.submissions).toEqual([1]);
  expect(world.wechat.product?.online?.offers['P-2207-G']?.salePrice).toBe(107);
});

describe('another picture under the same address', () => {
  const listed = async () => {
    const world = await played([DRIVE, { kind: 'decide', approve: true, told: 1 }, DRIVE]);
    await world.play({ kind: 'repaint' });
    return world;
  };

  it('is submitted when the product is published again as it was', async () => {
    const world = await listed();
    world.publish(world.desired);
    await world.drive();
    expect(world.wechat.product?.draft).toMatchObject({ submission: 2, pictures: world.pictures() });
  });

  it('is not looked for when only a price changes', async () => {
    const world = await listed();
    const [sku] = world.desired.content.skus;
    if (sku === undefined) throw new Error('the sample has a SKU');
    world.change({
      ...world.desired,
      content: { ...world.desired.content, skus: [{ ...sku, salePrice: 1 }] },
    });
    await world.drive();
    expect(world.wechat.submissions).toEqual([1]);
    expect(world.wechat.product?.online?.offers['P-2207-G']?.salePrice).toBe(1);
  });

  it('is submitted after the verdict when it comes during a review', async () => {
    const world = await played([DRIVE, { kind: 'repaint' }]);
    world.publish(world.desired);
    await world.drive();
    expect(world.wechat.submissions).toEqual([1]);
    await world.play({ kind: 'decide', approve: true, told: 1 });
    await world.drive();
    expect(world.wechat.product?.draft).toMatchObject({ submission: 2, pictures: world.pictures() });
  });

  it('costs nothing when pictures are known by their addresses alone', async () => {
    const world = await listed();
    const addressesOnly = createProductPlanner({ looksAtPictures: false });
    const driver = new Driver(addressesOnly, world.wechat, world.store, world.clock);
    world.publish(world.desired);
    const calls = world.store.timeline.length;
    await driver.drive(KEY);
    expect(world.store.timeline).toHaveLength(calls);
  });
});

it('ignores the verdict on an older submission', async () => {
  const world = await played([DRIVE, { kind: 'decide', approve: false, told: 1 }]);
  await world.drive();
  world.publish(desiredProduct(1, 0));
  await world.drive();
  const reads = world.store.timeline.filter(({ summary }) => summary.startsWith('read')).length;
  await world.play({ kind: 'stray-callback', submission: 1 });
  await world.drive();
  expect(world.store.timeline.filter(({ summary }) => summary.startsWith('read'))).toHaveLength(reads);
  expect(world.store.row(KEY)?.observed?.draft).toMatchObject({ submission: 2, state: 'in-review' });
});

it('names the same content the same whatever order its parts were written in', () => {
  const { title, ...rest } = desiredProduct(1, 1).content;
  expect(contentHash({ ...desiredProduct(1, 1), content: { ...rest, title } })).toBe(
    contentHash(desiredProduct(1, 1)),
  );
  expect(contentHash(desiredProduct(1, 1))).toBe(contentHash(desiredProduct(1, 2)));
  expect(contentHash(desiredProduct(1, 1))).not.toBe(contentHash(desiredProduct(2, 1)));
});

describe('a product of a category that is not approved', () => {
  const parked = async (listsAreCurrent: boolean) => {
    const world = new World();
    world.publish(desiredProduct(0, 0));
    await world.play({ kind: 'wine', listsAreCurrent });
    await world.drive();
    return world;
  };

  it.each([
    ['the lists tell', true, 0],
    ['only WeChat tells when the product is added', false, 1],
  ])('waits for the approval by name, and goes on at once: %s', async (_case, listsAreCurrent, adds) => {
    const world = await parked(listsAreCurrent);
    expect(world.store.row(KEY)).toMatchObject({ state: 'parked', waitingFor: ['category:13000501'] });
    expect(world.wechat.adds).toBe(adds);
    world.approveWine();
    expect(world.store.nextTime(KEY)).toEqual(world.clock.now());
    await world.drive();
    expect(world.wechat.submissions).toEqual([1]);
    expect(world.store.row(KEY)).toMatchObject({ state: 'waiting', waitingFor: [] });
  });

  it('is not moved by another approval', async () => {
    const world = await parked(true);
    world.store.wakeWaiting(KEY.appId, PRODUCT, ['category:1', 'brand:13000501']);
    expect(world.store.nextTime(KEY)?.getTime()).toBeGreaterThan(world.clock.now().getTime());
  });

  it('is checked again when it is published again, although the lists said no a moment ago', async () => {
    const world = await parked(true);
    world.wechat.wineIsApproved = true;
    world.publish(world.desired);
    await world.drive();
    expect(world.wechat.submissions).toEqual([1]);
  });

  it('does not miss an approval that comes between the check and the parking', async () => {
    const world = new World();
    world.publish(inWine(desiredProduct(0, 0)));
    const apply = world.wechat.execute.bind(world.wechat);
    jest.spyOn(world.wechat, 'execute').mockImplementationOnce(async (...call) => {
      const checked = await apply(...call);
      world.approveWine();
      return checked;
    });
    await world.drive();
    expect(world.wechat.submissions).toEqual([1]);
  });

  describe('any more, although the product is on sale', () => {
    const takenBack = async () => {
      const world = new World();
      world.wechat.wineIsApproved = true;
      world.publish(inWine(desiredProduct(0, 0)));
      await world.drive();
      await world.play({ kind: 'decide', approve: true, told: 1 });
      await world.drive();
      expect(world.store.row(KEY)?.state).toBe('settled');
      await world.play({ kind: 'take-wine-back' });
      return world;
    };
    const reasons = (world: World) => world.store.row(KEY)?.problems?.map(({ code }) => code) ?? [];

    it.each([
      ['the daily look', (world: World) => world.clock.advance(DAY)],
      ['a backfill', (world: World) => world.play({ kind: 'refresh' })],
    ])('is parked with the reason by %s, and goes on with the next approval', async (_what, look) => {
      const world = await takenBack();
      await look(world);
      await world.drive();
      expect(world.store.row(KEY)).toMatchObject({ state: 'parked', waitingFor: ['category:13000501'] });
      expect(reasons(world)).toEqual(['category-not-approved']);
      expect(world.store.events.at(-1)?.type).toBe('wechat.product.parked.v1');
      world.approveWine();
      await world.drive();
      expect(world.store.row(KEY)).toMatchObject({ state: 'settled', problems: null });
      expect(world.wechat.submissions).toEqual([1]);
    });

    it('still changes prices, goes off sale and comes back', async () => {
      const world = await takenBack();
      await world.play({ kind: 'refresh' });
      await world.drive();
      world.change({ ...inWine(desiredProduct(0, 5)), onSale: false });
      await world.drive();
      expect(world.wechat.product?.online?.offers['P-2207-G']?.salePrice).toBe(105);
      expect(world.wechat.product?.shelf).toBe('delisted');
      world.change({ ...world.desired, onSale: true });
      await world.drive();
      expect(world.wechat.product?.shelf).toBe('listed');
      expect(reasons(world)).toEqual(['category-not-approved']);
    });
  });

  it('is not added over and over', async () => {
    const world = await parked(false);
    for (let hint = 0; hint < 3; hint += 1) {
      world.clock.advance(60_000);
      await world.drive();
    }
    expect(world.wechat.adds).toBe(1);
  });
});
