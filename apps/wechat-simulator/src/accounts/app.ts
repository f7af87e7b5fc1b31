import type { Clock } from '@tongbu/platform';
import { AftersaleBook } from '../aftersales/aftersale-book';
import { MirroredBook } from '../aftersales/mirrored-book';
import { ComplaintBook } from '../complaints/complaint-book';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { QualificationShelf, type QualificationAudit } from '../audits/qualification-shelf';
import { findCategory } from '../categories/category-catalog';
import { ImageStore } from '../images/image-store';
import type { Permissions } from '../products/content-rules';
import { OrderBook } from '../orders/order-book';
import { TraceIds } from '../orders/trace-ids';
import { ProductShelf } from '../products/product-shelf';
import { QuotaLedger } from '../quota/quota-ledger';
import type { Quotas } from '../quota/quotas';
import type { Revision } from '../state/revision';
import { CallStatistics } from '../stats/call-statistics';
import { TokenStore } from '../tokens/token-store';
import { NO_BRAND, type Account, type AuditRule, type Brand } from './account';
import type { Openids } from './openids';

/** What the control API may change while the simulator runs. */
export interface AppSettings {
  /** Whether the component is open. */
  enabled: boolean;
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
  subMerchant: Account['simulator']['subMerchant'];
  refundDelayMs: { min: number; max: number };
  /** Whether the platform's refunds fail, so that the merchant must pay back by itself. */
  refundsFail: boolean;
  aftersaleWriteMs: number;
  aftersaleReadableAfterMs: number;
}

/** One mini program as WeChat sees it: its settings and everything it has done. */
export class App implements Permissions {
  readonly settings: AppSettings;
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
    this.settings = {
      enabled: simulator.enabled,
      quotas: account.quotas,
      auditDelayMs: simulator.auditDelayMs,
      auditRules: simulator.auditRules,
      sceneGroups: account.sceneGroups,
      callbackUrl: account.callbackUrl,
      layout: account.layout,
      approvedCategories: new Set(simulator.approvedCategories),
      approvedBrands: new Map(simulator.approvedBrands.map((brand) => [brand.brandId, brand])),
      verifiedScenes: simulator.verifiedScenes,
      ipAllowList: simulator.ipAllowList,
      requiredFundType: simulator.requiredFundType,
      subMerchant: simulator.subMerchant,
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

  mayUseCategory(thirdCatId: number): boolean {
    return (
      this.settings.approvedCategories.has(thirdCatId) || findCategory(thirdCatId)?.qualification_type === 0
    );
  }

  /** Opens the component, or withdraws it. WeChat documentation: then categories and brands are cleared, the rest stays. */
  setEnabled(enabled: boolean): void {
    this.settings.enabled = enabled;
    if (enabled) return;
    this.settings.approvedCategories = new Set();
    this.settings.approvedBrands = new Map();
  }

  /** Gives the account what an approved audit entitles it to. */
  open({ status, kind, brandId, wording, thirdCatId }: QualificationAudit): void {
    if (status !== 1) return;
    if (kind === 'brand') this.settings.approvedBrands.set(brandId, { brandId, wording });
    else this.settings.approvedCategories.add(thirdCatId);
  }

  mayUseBrand(brandId: number): boolean {
    return brandId === NO_BRAND || this.settings.approvedBrands.has(brandId);
  }

  isSceneOpen(sceneGroup: number): boolean {
    return this.settings.sceneGroups.includes(sceneGroup);
  }

  isSceneOpenForBrand(sceneGroup: number, brandId: number): boolean {
    const scenes = this.settings.approvedBrands.get(brandId)?.sceneGroups;
    return scenes === undefined || scenes.includes(sceneGroup);
  }

  acceptsImage(link: string): boolean {
    return this.images.accepts(link);
  }
}
