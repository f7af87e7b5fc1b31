import type { AccessDeclaration } from '@tongbu/contracts';
import { Driver, Killed, MemoryRowStore, type SyncKey } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import {
  ACCESS,
  nothingWanted,
  type DesiredAccess,
  type Generation,
  type ObservedAccess,
} from '../access/access';
import { AccessExecutor } from '../access/access.executor';
import { accessHints } from '../access/access.hint';
import { accessChanges } from '../access/access.intake';
import { accessPlanner } from '../access/access.planner';
import { MilestoneBook } from '../steps/milestone-book';
import type { Milestone, Milestones } from '../steps/milestones';
import { passTime } from './pass-time';
import { WechatAccessModel } from './wechat-access-model';

export const APP = 'wx7f3d2a9c5b1e8046';
export const KEY: SyncKey = { appId: APP, kind: ACCESS, entityId: APP };
export const HOUR = 3_600_000;

/** More within one pass would be a plan that never comes to rest. */
const MOST_DRIVES = 1_000;

class ToldMilestones extends MilestoneBook {
  told: Milestones = {};

  override async of(): Promise<Milestones> {
    return this.told;
  }
}

/** A mini program on its way to selling: its merchant, the other services, WeChat, and the row between them. */
export class AccessWorld {
  readonly clock = new FakeClock(new Date('2026-03-02T10:00:00.000Z'));
  readonly store = new MemoryRowStore<DesiredAccess, ObservedAccess>(this.clock);
  readonly wechat: WechatAccessModel;
  private readonly milestones = new ToldMilestones();
  private readonly driver;
  desired: DesiredAccess = nothingWanted;

  constructor(generation: Generation = 'second') {
    this.wechat = new WechatAccessModel(() => this.clock.now(), generation);
    this.driver = new Driver(
      accessPlanner(24 * HOUR),
      new AccessExecutor(this.wechat, this.milestones, this.clock),
      this.store,
      this.clock,
      {},
      () => 0.5,
    );
    this.store.change(KEY, this.desired);
  }

  want(scenes: readonly number[] = [1]): void {
    this.change((at) => accessChanges.wanted({ scenes: [...scenes] }, at));
  }

  wantScene(): void {
    this.change((at) => accessChanges.sceneWanted({ sceneId: 1 }, at));
  }

  declare(...declarations: AccessDeclaration[]): void {
    for (const declaration of declarations) this.change((at) => accessChanges.declared({ declaration }, at));
  }

  /** Another service tells that a milestone is reached. */
  reach(...reached: Milestone[]): void {
    const told = reached.map((milestone) => [milestone, { at: this.now(), source: 'told' }]);
    this.milestones.told = { ...this.milestones.told, ...Object.fromEntries(told) };
    this.store.hint(KEY, { name: accessHints.heard, detail: {} });
  }

  /** WeChat pushes something about the registration or a scene. */
  push(state?: 'withdrawn'): void {
    if (state === 'withdrawn') {
      const { told } = this.milestones;
      this.milestones.told = { ...told, withdrawals: (told.withdrawals ?? 0) + 1 };
    }
    this.store.hint(KEY, { name: accessHints.pushed, detail: {} });
  }

  async drive(): Promise<void> {
    try {
      await this.driver.drive(KEY);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }

  pass(ms: number): Promise<void> {
    return passTime(this, KEY, ms, MOST_DRIVES);
  }

  get row() {
    const row = this.store.row(KEY);
    if (row === undefined) throw new Error('there is no row');
    return row;
  }

  get observed(): ObservedAccess {
    const { observed } = this.row;
    if (observed === null) throw new Error('nothing was observed');
    return observed;
  }

  /** What the merchant was told, such as `applied`. */
  get told(): string[] {
    return this.store.events.map(({ type }) => type.replace(/^wechat\.access\.|\.v1$/g, ''));
  }

  private change(change: (at: string) => (known: DesiredAccess | undefined) => DesiredAccess): void {
    this.clock.advance(1);
    this.desired = change(this.now())(this.desired);
    this.store.change(KEY, this.desired);
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
