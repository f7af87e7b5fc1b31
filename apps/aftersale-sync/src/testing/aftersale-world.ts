import { aftersaleOpened } from '@tongbu/contracts';
import { Driver, Killed, MemoryRowStore, type Fault, type Hint, type SyncKey } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { nothingDecided, type DesiredAftersale, type ObservedAftersale } from '../aftersales/aftersale';
import { defaultDeadlineRules } from '../aftersales/aftersale.deadlines';
import { aftersaleHints } from '../aftersales/aftersale.hint';
import { aftersaleChanges } from '../aftersales/aftersale.intake';
import { AFTERSALE, aftersalePlanner } from '../aftersales/aftersale.planner';
import { LINE, WECHAT_ID } from './shown-aftersale';
import { WechatAftersaleModel } from './wechat-aftersale-model';

const APP = 'wx7f3d2a9c5b1e8046';
const CHANGED: Hint = { name: aftersaleHints.changed, detail: {} };
export const opening = aftersaleOpened.data.parse({
  ...aftersaleOpened.sample,
  orderId: 'SO-1',
  line: LINE,
  images: [],
});

/** Each wish the merchant may have, as its event changes what is wanted. */
export const changes = {
  'accept-refund': (at: Date) => aftersaleChanges.refundAccepted({}, at),
  'accept-return': (at: Date) => aftersaleChanges.returnAccepted({}, at),
  reject: (at: Date) => aftersaleChanges.rejected({}, at),
  'receive-goods': (at: Date) => aftersaleChanges.goodsReceived({}, at),
  edit: (at: Date) =>
    aftersaleChanges.edited({ amount: 2_000, reason: { text: '部分', code: 15 }, images: [] }, at),
  withdraw: (at: Date) => aftersaleChanges.withdrawn(at),
  'send-return': (at: Date) => aftersaleChanges.returnSent({ carrierId: 'SF', waybill: 'SF9' }, at),
  'upload-certificates': (at: Date) => aftersaleChanges.certificatesUploaded({ text: '', images: [] }, at),
  'submit-evidence': (at: Date) => aftersaleChanges.evidenceSubmitted({ text: '质检', images: [] }, at),
};
export type WishName = keyof typeof changes;
export const wishNames = Object.keys(changes) as WishName[];
export const buyerActs = ['edit', 'withdraw', 'ship', 'move-waybill', 'intervene'] as const;
export const platformActs = ['deadlines', 'pay', 'fail-to-pay', 'decide-refund', 'decide-nothing'] as const;

/** Something that happens to an after-sale. */
export type Step =
  | { kind: 'wish'; wish: WishName }
  | { kind: 'buyer'; act: (typeof buyerActs)[number]; amount: number; told: number }
  | { kind: 'platform'; act: (typeof platformActs)[number]; told: number }
  | { kind: 'stray-callback' }
  | { kind: 'hide'; looks: number }
  | { kind: 'drive'; fault: Fault; after: number }
  | { kind: 'pass-time'; ms: number };

/** A row, its driver and its WeChat. */
export class World {
  readonly clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  readonly store = new MemoryRowStore<DesiredAftersale, ObservedAftersale>(this.clock);
  readonly wechat = new WechatAftersaleModel(() => this.clock.now());
  readonly planner = aftersalePlanner(defaultDeadlineRules);
  readonly driver = new Driver(this.planner, this.wechat, this.store, this.clock, {}, () => 0.5);

  constructor(private readonly key: SyncKey) {}

  /** A buyer opens it inside WeChat, and a callback tells. */
  static async beginningAtWechat(type: 'refund' | 'return'): Promise<World> {
    const world = new World({ appId: APP, kind: AFTERSALE, entityId: WECHAT_ID });
    world.wechat.begin(type);
    world.store.change(world.key, nothingDecided);
    world.hint();
    return world;
  }

  static async openedByMerchant(): Promise<World> {
    const world = new World({ appId: APP, kind: AFTERSALE, entityId: 'AS-1' });
    world.apply(aftersaleChanges.opened(opening, world.clock.now()));
    return world;
  }

  get row() {
    return this.store.row(this.key);
  }
  get types(): string[] {
    return this.store.events.map(({ type }) => type.replace(/^wechat\.aftersale\.(.*)\.v1$/, '$1'));
  }

  apply(change: ReturnType<(typeof changes)[WishName]>): void {
    const changed = change(this.row?.desired, this.row?.observed ?? null);
    if (changed.kind === 'impossible') throw new Error(changed.message);
    this.store.change(this.key, changed.desired);
  }

  wish(wish: WishName): void {
    this.apply(changes[wish](this.clock.now()));
  }

  /** Agrees to the refund, and says to what. */
  decide(about: { request?: number; amount?: number }): void {
    this.apply(aftersaleChanges.refundAccepted(about, this.clock.now()));
  }

  edit(amount: number): void {
    const claim = { amount, reason: { text: '部分', code: 15 }, images: [] };
    this.apply(aftersaleChanges.edited(claim, this.clock.now()));
  }

  evidence(images: string[]): void {
    this.apply(aftersaleChanges.evidenceSubmitted({ text: '质检', images }, this.clock.now()));
  }

  factLearned(subject: string): void {
    this.store.wakeWaiting(APP, AFTERSALE, [subject]);
  }

  get nextTime(): Date | null {
    return this.store.nextTime(this.key);
  }

  hint(hint = CHANGED): void {
    this.store.hint(this.key, hint);
  }

  async drive(): Promise<void> {
    await this.driver.drive(this.key).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case 'wish':
        return this.wish(step.wish);
      case 'buyer':
        if (this.wechat.buyer(step.act, step.amount)) this.tell(step.told);
        return;
      case 'platform':
        if (this.wechat.platform(step.act)) this.tell(step.told);
        return;
      case 'stray-callback':
        return this.hint();
      case 'hide':
        this.wechat.hiddenLooks = step.looks;
        return;
      case 'drive':
        this.wechat.faults.inject(step.fault, step.after);
        return this.drive();
      case 'pass-time':
        this.clock.advance(step.ms);
    }
  }

  private tell(times: number): void {
    for (let push = 0; push < times; push += 1) this.hint();
  }

  /** No more faults, and no callback comes: looking alone has to find out how it ends. */
  async calmDown(): Promise<void> {
    this.wechat.faults.inject('none', 0);
    this.wechat.hiddenLooks = 0;
    for (let round = 0; round < 400; round += 1) {
      const due = this.store.nextTime(this.key);
      if (due === null) return;
      // A worker that was killed holds its lease for a while.
      this.clock.advance(Math.max(0, due.getTime() - this.clock.now().getTime()) + 15_000);
      await this.drive();
      const state = this.row?.observed?.aftersale?.state;
      if (state === this.wechat.aftersale?.state && (state === 'refund-failed' || state === 'other')) return;
      this.wechat.platform('deadlines');
      this.wechat.platform('pay');
      this.wechat.platform('decide-nothing');
    }
    throw new Error(`does not come to rest: ${JSON.stringify(this.row)}`);
  }
}
