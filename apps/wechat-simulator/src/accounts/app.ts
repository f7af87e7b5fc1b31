import type { Clock } from '@tongbu/platform';
import { accessAtStart, type AccessRecord } from '../access/access-record';
import { allTasksDeclared, type SeenTask } from '../access/access-tasks';
import { CHANNELS_SCENE } from '../access/scenes';
import { AftersaleBook } from '../aftersales/aftersale-book';
import { MirroredBook } from '../aftersales/mirrored-book';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { ComplaintBook } from '../complaints/complaint-book';
import { QualificationShelf, type QualificationAudit } from '../audits/qualification-shelf';
import { findCategory } from '../categories/category-catalog';
import { ImageStore } from '../images/image-store';
import type { MerchantApplication } from '../merchant-number/application';
import type { Permissions } from '../products/content-rules';
import { OrderBook } from '../orders/order-book';
import { TraceIds } from '../orders/trace-ids';
import type { Live, Promoter } from '../promoters/promoter';
import { ProductShelf } from '../products/product-shelf';
import { QuotaLedger } from '../quota/quota-ledger';
import type { Quotas } from '../quota/quotas';
import { SharerBook } from '../sharers/sharer-book';
import type { Revision } from '../state/revision';
import { CallStatistics } from '../stats/call-statistics';
import { TokenStore } from '../tokens/token-store';
import { INFO_OF_OPEN_ACCOUNT, offersCustomerService, type AccountInfo } from './account-info';
import { holdingsAtStart, NO_BRAND, type Account, type AuditRule, type Brand } from './account';
import type { Openids } from './openids';

/** What the control API may change while the simulator runs. */
export interface AppSettings {
  /** Whether the component is open. */
  quotas: Quotas;
  auditDelayMs: { min: number; max: number };
  auditRules: readonly AuditRule[];
  sceneGroups: readonly number[];
  callbackUrl: string | undefined;
  layout: Account['layout'];
  /** Level-3 ids beside the ones that need no qualification. */
  approvedCategories: Set<number>;
  /** By brand id. */
  approvedBrands: Map<number, Brand>;
  verifiedScenes: readonly number[];
  /** Absent: every address. */
  ipAllowList: readonly string[] | undefined;
  requiredFundType: Account['simulator']['requiredFundType'];
  subMerchant: NonNullable<Account['simulator']['subMerchant']>;
  refundDelayMs: { min: number; max: number };
  /** Whether the platform's refunds fail, so that the merchant must pay back by itself. */
  refundsFail: boolean;
  aftersaleWriteMs: number;
  aftersaleReadableAfterMs: number;
}

/** One mini program as WeChat sees it: its settings and everything it has done. */
export class App implements Permissions {
  readonly settings: AppSettings;
  readonly access: AccessRecord;
  /** How buyers reach the shop; absent before it was told. */
  info: AccountInfo | undefined;
  /** The last application by the interface for the sub-merchant's number. */
  merchantApplication: MerchantApplication | undefined;
  readonly tokens: TokenStore;
  readonly quota: QuotaLedger;
  readonly images: ImageStore;
  readonly products = new ProductShelf();
  readonly orders = new OrderBook();
  readonly traces = new TraceIds();
  readonly aftersales = new AftersaleBook();
  readonly mirrored = new MirroredBook();
  readonly complaints = new ComplaintBook();
  readonly qualifications = new QualificationShelf();
  readonly sharers = new SharerBook();
  /** By promoter id. */
  readonly promoters = new Map<string, Promoter>();
  /** By export id. */
  readonly lives = new Map<string, Live>();
  readonly statistics = new CallStatistics();

  constructor(
    readonly account: Account,
    clock: Clock,
    /** Advanced by everything that changes what the data file keeps. */
    readonly revision: Revision,
    /** Of all accounts. */
    readonly openids: Openids,
  ) {
    const { simulator } = account;
    const holdings = holdingsAtStart(account);
    this.access = accessAtStart(simulator);
    this.info = simulator.access === 'open' ? INFO_OF_OPEN_ACCOUNT : undefined;
    this.settings = {
      quotas: account.quotas,
      auditDelayMs: simulator.auditDelayMs,
      auditRules: simulator.auditRules,
      sceneGroups: holdings.sceneGroups,
      callbackUrl: account.callbackUrl,
      layout: account.layout,
      approvedCategories: new Set(holdings.approvedCategories),
      approvedBrands: new Map(holdings.approvedBrands.map((brand) => [brand.brandId, brand])),
      verifiedScenes: simulator.verifiedScenes,
      ipAllowList: simulator.ipAllowList,
      requiredFundType: simulator.requiredFundType,
      subMerchant: holdings.subMerchant,
      refundDelayMs: simulator.refundDelayMs,
      refundsFail: false,
      aftersaleWriteMs: simulator.aftersaleWriteMs,
      aftersaleReadableAfterMs: simulator.aftersaleReadableAfterMs,
    };
    this.tokens = new TokenStore(clock);
    this.quota = new QuotaLedger(clock, () => this.settings.quotas);
    this.images = new ImageStore(account.appId, revision);
  }

  get appId(): string {
    return this.account.appId;
  }

  get generation(): Account['generation'] {
    return this.account.simulator.generation ?? this.account.generation;
  }

  get isFirstGeneration(): boolean {
    return this.generation === 'first';
  }

  /** The refusal of a caller whose address is not in the allow-list, on interfaces that look at it. */
  refusalOfIp(ip: string): Refusal | undefined {
    const allowed = this.settings.ipAllowList?.includes(ip) ?? true;
    return allowed ? undefined : refuse(ERR.IP_NOT_ALLOWED, ip);
  }

  /** The refusal of everything but the application, while the component is not open. */
  refusalOfAccess(): Refusal | undefined {
    const { registration } = this.access;
    if (registration === 'opened') return undefined;
    return registration === 'banned' ? refuse(ERR.BLOCKED) : refuse(ERR.COMPONENT_NOT_ENABLED);
  }

  /** WeChat has seen calls of the merchant's come to something. */
  witness(task: SeenTask): void {
    const { registration, seen } = this.access;
    if (registration !== 'opened' || seen.has(task)) return;
    seen.add(task);
    this.revision.advance();
  }

  mayUseCategory(thirdCatId: number): boolean {
    return (
      this.settings.approvedCategories.has(thirdCatId) || findCategory(thirdCatId)?.qualification_type === 0
    );
  }

  /** Gives the account what an approved audit entitles it to. */
  open({ status, kind, brandId, wording, thirdCatId, lapsed }: QualificationAudit): void {
    if (status !== 1 || lapsed) return;
    if (kind === 'brand') this.settings.approvedBrands.set(brandId, { brandId, wording });
    else this.settings.approvedCategories.add(thirdCatId);
  }

  /** Takes categories and brands back. */
  clearApprovals(): void {
    this.settings.approvedCategories = new Set();
    this.settings.approvedBrands = new Map();
    for (const audit of this.qualifications.all()) audit.lapsed ||= audit.status === 1;
  }

  mayUseBrand(brandId: number): boolean {
    return brandId === NO_BRAND || this.settings.approvedBrands.has(brandId);
  }

  isSceneOpen(sceneGroup: number): boolean {
    return this.settings.sceneGroups.includes(sceneGroup);
  }

  /** Whether orders from a launch scene need to be at WeChat: once everything that leads to selling there is done. */
  needsOrdersOf(launchScene: number): boolean {
    return (
      allTasksDeclared(this.access) &&
      this.isSceneOpen(CHANNELS_SCENE) &&
      this.settings.verifiedScenes.includes(launchScene)
    );
  }

  isSceneOpenForBrand(sceneGroup: number, brandId: number): boolean {
    const scenes = this.settings.approvedBrands.get(brandId)?.sceneGroups;
    return scenes === undefined || scenes.includes(sceneGroup);
  }

  offersCustomerService(): boolean {
    return offersCustomerService(this.info);
  }

  acceptsImage(link: string): boolean {
    return this.images.accepts(link);
  }
}
