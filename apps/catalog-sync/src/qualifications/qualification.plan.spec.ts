import * as fc from 'fast-check';
import {
  brandQualification,
  brandQualificationSubmitted,
  categoryQualificationSubmitted,
} from '@tongbu/contracts';
import {
  Driver,
  MemoryRowStore,
  REFRESH,
  type SyncKey,
  faults,
  Killed,
  type Fault,
} from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { brandQualificationRules, type BrandContent } from '../brand-qualifications/brand-qualification';
import {
  categoryQualificationRules,
  type CategoryContent,
} from '../category-qualifications/category-qualification';
import {
  contentHash,
  type DesiredQualification,
  type ObservedQualification,
  type QualificationRules,
} from './qualification';
import { clearedHint } from './qualification.hint';
import { qualificationPlanner } from './qualification.planner';
import { WechatQualificationModel } from './wechat-qualification-model';

const DAY = 24 * 3_600_000;
const APP = 'wx7f3d2a9c5b1e8046';

interface Kind<Content> {
  readonly of: 'category' | 'brand';
  readonly entityId: string;
  readonly rules: QualificationRules<Content>;
  readonly content: (variant: number) => Content;
}

const { version: _, ...categoryContent } = categoryQualificationSubmitted.sample;
const category: Kind<CategoryContent> = {
  of: 'category',
  entityId: '13000501',
  rules: categoryQualificationRules,
  content: (variant) => ({ ...categoryContent, certificates: [`https://img.shop.example/${variant}.jpg`] }),
};
const { version: __, ...brandContent } = brandQualification.parse(brandQualificationSubmitted.sample);
const brand: Kind<BrandContent> = {
  of: 'brand',
  entityId: 'yunyao',
  rules: brandQualificationRules,
  content: (variant) => ({ ...brandContent, registrant: `云窑 ${variant}` }),
};

type Step =
  | { kind: 'content'; variant: number }
  | { kind: 'drive'; fault: Fault; after: number }
  | { kind: 'pass-time'; ms: number }
  | { kind: 'decide'; approve: boolean; told: number; busyMs: number }
  | { kind: 'take-back' }
  | { kind: 'stray-callback'; audit: number; approve: boolean };

const DRIVE: Step = { kind: 'drive', fault: 'none', after: 0 };
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('content'), variant: fc.nat(3) }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(3) }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass-time'), ms: fc.constantFrom(50, 25_000, 3_600_000, DAY) }),
    fc.record({
      kind: fc.constant('decide'),
      approve: fc.boolean(),
      told: fc.nat(2),
      busyMs: fc.constantFrom(0, 90_000),
    }),
    fc.record({ kind: fc.constant('take-back') }),
    fc.record({ kind: fc.constant('stray-callback'), audit: fc.nat(4), approve: fc.boolean() }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

class World<Content> {
  readonly clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  readonly facts: string[] = [];
  readonly store = new MemoryRowStore<DesiredQualification<Content>, ObservedQualification>(
    this.clock,
    (_appId, facts) => this.facts.push(...facts),
  );
  readonly wechat: WechatQualificationModel;
  readonly key: SyncKey;
  private readonly driver;
  private version = 0;
  desired: DesiredQualification<Content>;

  constructor(private readonly kind: Kind<Content>) {
    this.key = { appId: APP, kind: kind.rules.kind, entityId: kind.entityId };
    this.wechat = new WechatQualificationModel(kind.of, () => this.clock.now());
    const planner = qualificationPlanner(kind.rules);
    this.driver = new Driver(planner, this.wechat, this.store, this.clock, {}, () => 0.5);
    this.desired = { content: kind.content(0) };
    this.publish(0);
  }

  publish(variant: number): void {
    this.version += 1;
    this.desired = { content: this.kind.content(variant) };
    this.store.change(this.key, this.desired, this.version);
  }

  row() {
    const row = this.store.row(this.key);
    if (row === undefined) throw new Error('published at the beginning');
    return row;
  }

  events(): string[] {
    return this.store.events.map(({ type, key }) => `${type.split('.')[2]} ${key}`);
  }

  reads(): number {
    return this.wechat.calls.filter(({ name }) => name === 'read').length;
  }

  async drive(): Promise<void> {
    await this.driver.drive(this.key).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  /** As the service does with a callback: it finds the row by the review, or asks those who miss one to look. */
  callback(auditId: string, approve: boolean): void {
    const { observed, intent } = this.row();
    if (observed?.audit?.id === auditId) {
      const state = approve ? 'approved' : 'rejected';
      this.store.hint(this.key, { name: 'verdict', detail: { auditId, state } });
    } else if (intent !== null || (observed?.unnamed ?? null) !== null) {
      this.store.hint(this.key, { name: REFRESH, detail: {} });
    }
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case 'content':
        return this.publish(step.variant);
      case 'drive':
        this.wechat.faults.inject(step.fault, step.after);
        return this.drive();
      case 'pass-time':
        this.clock.advance(step.ms);
        return;
      case 'decide': {
        const review = this.wechat.decide(step.approve, step.busyMs);
        if (review === undefined) return;
        for (let push = 0; push < step.told; push += 1) this.callback(review.id, step.approve);
        return;
      }
      case 'take-back':
        return this.wechat.takeBack();
      case 'stray-callback':
        return this.callback(`au${step.audit}`, step.approve);
    }
  }

  /** No more faults, every review ends, and no callback comes: polling alone has to find out. */
  async calmDown(approve = true): Promise<void> {
    this.wechat.faults.inject('none', 0);
    let quiet = 0;
    for (let round = 0; round < 300; round += 1) {
      const due = this.store.nextTime(this.key);
      // Two daily looks, so that what was taken back unnoticed is found, too.
      if (due === null || quiet === 2) return;
      this.clock.advance(Math.max(0, due.getTime() - this.clock.now().getTime()) + 30_000);
      this.wechat.decide(approve);
      const events = this.store.events.length;
      await this.drive();
      const { state, observed } = this.row();
      const isAtRest = state === 'settled' && observed?.approval?.missingSince === undefined;
      quiet = isAtRest && this.store.events.length === events ? quiet + 1 : 0;
    }
    throw new Error(`does not come to rest: ${JSON.stringify(this.row())}`);
  }
}

async function played<Content>(kind: Kind<Content>, history: readonly Step[]): Promise<World<Content>> {
  const world = new World(kind);
  for (const step of history) await world.play(step);
  return world;
}

const runs = { numRuns: 300 };

describe.each<[string, Kind<CategoryContent> | Kind<BrandContent>]>([
  ['a category qualification', category],
  ['a brand qualification', brand],
])('%s', (_name, kind) => {
  const open = (history: readonly Step[]) => played<unknown>(kind, history);

  it('ends approved, says so, and lets go on what waits for it, whatever happened before', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await open(history);
        world.publish(9);
        await world.calmDown();
        const { state, observed } = world.row();
        expect(state).toBe('settled');
        expect(world.wechat.isApproved).toBe(true);
        const fact =
          kind.of === 'category' ? 'category:13000501' : `brand:${observed?.approval?.brandId ?? ''}`;
        expect(world.facts).toContain(fact);
        const times = observed?.withdrawals === undefined ? '' : `-${observed.withdrawals}`;
        expect(world.events().filter((event) => event.startsWith('approved'))).toContain(
          `approved ${observed?.submissions}${times}`,
        );
        if (kind.of === 'brand') expect(observed?.approval?.contentHash).toBe(contentHash(world.desired));
      }),
      runs,
    ));

  it('tells each outcome once, and ends with the rejection when WeChat will not have it', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await open(history.filter((step) => step.kind !== 'decide' || !step.approve));
        world.publish(9);
        await world.calmDown(false);
        expect(world.row().state).toBe('settled');
        const { audit } = world.row().observed ?? {};
        expect(audit).toMatchObject({ state: 'rejected', contentHash: contentHash(world.desired) });
        const events = world.events();
        expect(new Set(events).size).toBe(events.length);
        expect(events.at(-1)).toBe(`rejected ${audit?.number}`);
        expect(world.facts).toEqual([]);
      }),
      runs,
    ));

  it('submits once when every call is answered and nothing changes', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await open(
          history.filter(
            (step) =>
              step.kind === 'pass-time' ||
              step.kind === 'stray-callback' ||
              (step.kind === 'drive' && !/lost|killed/.test(step.fault)),
          ),
        );
        await world.calmDown();
        expect(world.wechat.reviews).toHaveLength(1);
        expect(world.events()).toEqual(['submitted 1', 'approved 1']);
      }),
      runs,
    ));

  it('holds newer content during the review and submits the newest of it after a rejection', async () => {
    const world = await open([DRIVE]);
    for (const variant of [1, 2, 3]) {
      world.publish(variant);
      await world.drive();
    }
    expect(world.wechat.reviews).toHaveLength(1);
    await world.play({ kind: 'decide', approve: false, told: 1, busyMs: 0 });
    await world.drive();
    expect(world.wechat.reviews.map(({ contentHash: sent }) => sent)).toEqual([
      contentHash({ content: kind.content(0) }),
      contentHash({ content: kind.content(3) }),
    ]);
    expect(world.events()).toEqual(['submitted 1', 'rejected 1', 'submitted 2']);
  });

  it('submits the same content again when its version is newer, and not otherwise', async () => {
    const world = await open([DRIVE, { kind: 'decide', approve: false, told: 1, busyMs: 0 }, DRIVE]);
    expect(world.row().state).toBe('settled');
    world.store.change(world.key, world.desired);
    await world.drive();
    expect(world.wechat.reviews).toHaveLength(1);
    world.publish(0);
    await world.drive();
    expect(world.wechat.reviews).toHaveLength(2);
  });

  it('asks less and less often about a long review', async () => {
    const world = await open([DRIVE]);
    const before = world.reads();
    const started = world.clock.now().getTime();
    while (world.clock.now().getTime() - started < DAY) {
      const due = world.store.nextTime(world.key);
      if (due === null) throw new Error('it is to look again');
      world.clock.advance(due.getTime() - world.clock.now().getTime());
      await world.drive();
    }
    expect(world.reads() - before).toBeLessThan(70);
    expect(world.wechat.reviews).toHaveLength(1);
  });

  it('asks nothing about a verdict it knows, or on an older review', async () => {
    const world = await open([DRIVE, { kind: 'decide', approve: false, told: 1, busyMs: 0 }, DRIVE]);
    const before = world.reads();
    world.store.hint(world.key, { name: 'verdict', detail: { auditId: 'au1', state: 'rejected' } });
    world.store.hint(world.key, { name: 'verdict', detail: { auditId: 'au0', state: 'approved' } });
    await world.drive();
    expect(world.reads()).toBeLessThanOrEqual(before + 1);
    world.store.hint(world.key, { name: 'verdict', detail: { auditId: 'au1', state: 'rejected' } });
    const known = world.reads();
    await world.drive();
    expect(world.reads()).toBe(known);
  });

  it('is looked up in the lists when the answer that got lost followed a rejection', async () => {
    const world = await open([DRIVE, { kind: 'decide', approve: false, told: 1, busyMs: 0 }, DRIVE]);
    world.publish(1);
    await world.play({ kind: 'drive', fault: 'lost-answer', after: 1 });
    await world.play({ kind: 'pass-time', ms: 25_000 });
    await world.drive();
    await world.play({ kind: 'decide', approve: true, told: 1, busyMs: 0 });
    await world.drive();
    expect(world.row().state).toBe('settled');
    expect(world.events()).toEqual(['submitted 1', 'rejected 1', 'approved 2']);
  });

  describe('that WeChat took back', () => {
    const takenBack = async () => {
      const world = await open([DRIVE, { kind: 'decide', approve: true, told: 1, busyMs: 0 }, DRIVE]);
      expect(world.row().state).toBe('settled');
      await world.play({ kind: 'take-back' });
      return world;
    };
    const look = async (world: World<unknown>, ms: number) => {
      await world.play({ kind: 'pass-time', ms });
      await world.drive();
    };

    it('is noticed by two daily looks, told once, and submitted again', async () => {
      const world = await takenBack();
      const facts = [...world.facts];
      await look(world, DAY);
      expect(world.row()).toMatchObject({ state: 'settled', observed: { approval: { listed: true } } });
      expect(world.wechat.reviews).toHaveLength(1);
      await look(world, 10 * 60_000);
      expect(world.events()).toEqual(['submitted 1', 'approved 1', 'withdrawn 1', 'submitted 2']);
      expect(world.facts.slice(facts.length)).toEqual(facts.map((fact) => `withdrawn:${fact}`));
      await world.play({ kind: 'decide', approve: true, told: 1, busyMs: 0 });
      await world.drive();
      expect(world.events().at(-1)).toBe('approved 2-1');
      expect(world.row().state).toBe('settled');
    });

    it('is noticed without waiting for the daily look when something says so', async () => {
      const world = await takenBack();
      world.store.hint(world.key, { name: REFRESH, detail: {} });
      await world.drive();
      await look(world, 10 * 60_000);
      expect(world.events()).toContain('withdrawn 1');
    });

    it('is believed at once when WeChat says that it cleared its lists', async () => {
      const world = await takenBack();
      world.store.hint(world.key, clearedHint);
      await world.drive();
      expect(world.events()).toEqual(['submitted 1', 'approved 1', 'withdrawn 1', 'submitted 2']);
    });

    it('is not when one look misses it and the next one finds it', async () => {
      const world = await takenBack();
      await look(world, DAY);
      expect(world.row().observed?.approval?.missingSince).toBeDefined();
      world.wechat.giveBack();
      await look(world, 10 * 60_000);
      expect(world.row().observed?.approval?.missingSince).toBeUndefined();
      expect(world.events()).toEqual(['submitted 1', 'approved 1']);
    });
  });

  it('lets nobody go on a second time when an approval is read again', async () => {
    const world = await open([DRIVE, { kind: 'decide', approve: true, told: 1, busyMs: 0 }, DRIVE]);
    world.store.hint(world.key, { name: REFRESH, detail: {} });
    await world.drive();
    expect(world.facts).toHaveLength(1);
  });

  it('is parked with everything that is missing, before a call is spent', async () => {
    const world = await open([]);
    world.store.change(world.key, { content: { ...(kind.content(0) as object), licenseImages: [] } });
    await world.drive();
    expect(world.row()).toMatchObject({ state: 'parked', problems: [{ code: 'licence-missing' }] });
    expect(world.wechat.calls).toEqual([]);
  });
});

describe('a category submitted without an answer', () => {
  it('never has two reviews, whatever was lost', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(category, history);
        await world.calmDown();
        expect(world.wechat.mostAtOnce).toBeLessThanOrEqual(1);
      }),
      runs,
    ));

  it('waits while WeChat says that it is reviewing, and is told approved in the end', async () => {
    const world = await played(category, [{ kind: 'drive', fault: 'lost-answer', after: 2 }]);
    await world.play({ kind: 'pass-time', ms: 25_000 });
    await world.drive();
    expect(world.row()).toMatchObject({
      state: 'waiting',
      observed: { unnamed: { cause: 'under-review', tries: 1 } },
    });
    await world.calmDown();
    expect(world.wechat.reviews).toHaveLength(1);
    expect(world.facts).toEqual(['category:13000501']);
  });

  it('is approved in the moment the unknown review is, when a callback tells of it', async () => {
    const world = await played(category, [
      { kind: 'drive', fault: 'lost-answer', after: 2 },
      { kind: 'pass-time', ms: 25_000 },
      DRIVE,
      { kind: 'decide', approve: true, told: 1, busyMs: 0 },
      DRIVE,
    ]);
    expect(world.row().state).toBe('settled');
    expect(world.events()).toEqual(['approved 1']);
  });

  it('submits a newer version after a rejection once WeChat stops saying that it is reviewing', async () => {
    const world = await played(category, [
      DRIVE,
      { kind: 'decide', approve: false, told: 1, busyMs: 90_000 },
      DRIVE,
    ]);
    world.publish(1);
    await world.drive();
    expect(world.row()).toMatchObject({ state: 'waiting', observed: { unnamed: { tries: 1 } } });
    world.clock.advance(120_000);
    await world.drive();
    expect(world.wechat.reviews).toHaveLength(2);
  });
});

describe('a brand submitted without an answer', () => {
  const lost = () => played(brand, [{ kind: 'drive', fault: 'lost-answer', after: 2 }]);

  it('is not submitted again for a day, and then once', async () => {
    const world = await lost();
    const started = world.clock.now().getTime();
    while (world.wechat.reviews.length === 1) {
      const due = world.store.nextTime(world.key);
      if (due === null) throw new Error('it is to look again');
      world.clock.advance(Math.max(1, due.getTime() - world.clock.now().getTime()));
      await world.drive();
    }
    expect(world.clock.now().getTime() - started).toBeGreaterThanOrEqual(DAY);
    expect(world.events()).toEqual(['submitted 2']);
    await world.calmDown();
    expect(world.wechat.reviews).toHaveLength(2);
  });

  it('is found in the list by its name', async () => {
    const world = await lost();
    await world.calmDown();
    expect(world.wechat.reviews).toHaveLength(1);
    expect(world.row().observed?.approval).toMatchObject({ brandId: 701 });
    expect(world.facts).toEqual(['brand:701']);
  });

  it('does not take a brand of the same name for its own that was there before', async () => {
    const world = await played(brand, [DRIVE, { kind: 'decide', approve: true, told: 1, busyMs: 0 }, DRIVE]);
    world.publish(1);
    await world.play({ kind: 'drive', fault: 'lost-request', after: 1 });
    await world.play({ kind: 'pass-time', ms: 60_000 });
    await world.drive();
    expect(world.row().observed).toMatchObject({ unnamed: { cause: 'unanswered' } });
    expect(world.row().observed?.approval?.contentHash).toBe(contentHash({ content: brand.content(0) }));
  });

  it('is submitted at once when the merchant publishes a newer version', async () => {
    const world = await lost();
    world.publish(0);
    world.clock.advance(15_000);
    await world.drive();
    expect(world.wechat.reviews).toHaveLength(2);
  });
});
