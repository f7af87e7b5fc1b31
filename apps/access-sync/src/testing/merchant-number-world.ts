import { merchantNumberDocument, merchantNumberWanted, type MerchantNumberDocument } from '@tongbu/contracts';
import { SealedTexts } from '@tongbu/platform';
import { discreet, Driver, Killed, MemoryRowStore, type SyncKey } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import type { Generation } from '../access/access';
import { DocumentVault } from '../merchant-number/document-vault';
import {
  MERCHANT_NUMBER,
  type DesiredMerchantNumber,
  type ObservedMerchantNumber,
} from '../merchant-number/merchant-number';
import { MerchantNumberExecutor } from '../merchant-number/merchant-number.executor';
import { merchantNumberPlanner } from '../merchant-number/merchant-number.planner';
import { passTime } from './pass-time';
import { WechatMerchantNumberModel, WechatPicturesModel } from './wechat-merchant-number-model';

const APP = 'wx7f3d2a9c5b1e8046';
const KEY: SyncKey = { appId: APP, kind: MERCHANT_NUMBER, entityId: APP };
/** More within one pass would be a plan that never comes to rest. */
const MOST_DRIVES = 1_000;

/** A merchant who wants a number, WeChat, and the row between them. */
export class MerchantNumberWorld {
  readonly clock = new FakeClock(new Date('2026-03-02T10:00:00.000Z'));
  readonly facts: string[] = [];
  readonly store = new MemoryRowStore<DesiredMerchantNumber, ObservedMerchantNumber>(this.clock, (_, facts) =>
    this.facts.push(...facts),
  );
  readonly wechat: WechatMerchantNumberModel;
  readonly pictures: WechatPicturesModel;
  private readonly vault = new DocumentVault(
    new SealedTexts([{ id: 'k1', key: Buffer.alloc(32, 7) }], 'MERCHANT_DATA_KEYS'),
  );
  private readonly driver;
  wishes = 0;

  constructor(
    generation: Generation = 'second',
    vault: (own: DocumentVault) => DocumentVault = (own) => own,
  ) {
    this.wechat = new WechatMerchantNumberModel(() => this.clock.now(), generation);
    this.pictures = new WechatPicturesModel(this.wechat);
    const executor = new MerchantNumberExecutor(this.wechat, this.pictures, vault(this.vault), this.clock);
    this.driver = new Driver(
      merchantNumberPlanner,
      discreet(executor, (row) => executor.secretsOf(row)),
      this.store,
      this.clock,
      {},
      () => 0.5,
    );
  }

  /** Each wish has a short name of its own: `wish 1` and so on. */
  want(changes: Partial<MerchantNumberDocument> = {}): void {
    this.clock.advance(1);
    this.wishes += 1;
    const document = merchantNumberDocument.parse({
      ...merchantNumberWanted.sample,
      ...changes,
      shortName: `wish ${this.wishes}`,
    });
    this.store.change(KEY, this.vault.seal(APP, document));
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

  /** What the merchant was told, such as `applied` or `changed refused`. */
  get told(): string[] {
    return this.store.events.map(({ type, data }) => {
      const name = type.replace(/^wechat\.merchant-number\.|\.v1$/g, '');
      const { state } = data as { state?: string };
      return state === undefined ? name : `${name} ${state}`;
    });
  }
}
