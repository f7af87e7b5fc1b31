import { Driver, Killed, MemoryRowStore, type SyncKey } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { SHARER, type DesiredSharer, type ObservedSharer } from '../sharers/sharer';
import { SharerExecutor } from '../sharers/sharer.executor';
import { sharerHints } from '../sharers/sharer.hint';
import { sharerPlanner } from '../sharers/sharer.planner';
import { passTime } from './pass-time';
import { WechatSharerModel } from './wechat-sharer-model';

const KEY: SyncKey = { appId: 'wx7f3d2a9c5b1e8046', kind: SHARER, entityId: 'oQx7WkExampleSharer' };

/** More within one pass would be a plan that never comes to rest. */
const MOST_DRIVES = 2_000;

/** A user whom a shop wants as its sharer: the shop, WeChat, and the row between them. */
export class SharerWorld {
  readonly clock = new FakeClock(new Date('2026-03-02T10:00:00.000Z'));
  readonly store = new MemoryRowStore<DesiredSharer, ObservedSharer>(this.clock);
  readonly wechat = new WechatSharerModel(() => this.clock.now());
  private readonly driver = new Driver(
    sharerPlanner,
    new SharerExecutor(this.wechat, this.clock),
    this.store,
    this.clock,
    {},
    () => 0.5,
  );

  want(wanted: boolean | null = true): void {
    this.clock.advance(1);
    this.store.change(KEY, { wanted });
  }

  push(kind: keyof typeof sharerHints = 'binding'): void {
    this.store.hint(KEY, { name: sharerHints[kind], detail: {} });
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

  get problems(): string[] {
    return (this.row.problems ?? []).map(({ code }) => code);
  }

  /** What the merchant was told, such as `bound`. */
  get told(): string[] {
    return this.store.events.map(({ type }) => type.replace(/^wechat\.sharer\.|\.v1$/g, ''));
  }
}
