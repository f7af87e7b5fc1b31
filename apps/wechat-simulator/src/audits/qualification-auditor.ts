import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import { qualificationEvent } from '../callbacks/events';
import type { EventPusher } from '../callbacks/events';
import type { IssuedIds } from '../state/issued-ids';
import { requireCategory } from '../categories/category-catalog';
import type { AuditTimers } from './audit-timers';
import { decide, type Verdict } from './audit-rules';
import { FIELDS_BY_MARK, type BrandRequest, type CategoryRequest } from './qualification-fields';
import type { QualificationAudit } from './qualification-shelf';

/** Reviews brands and category qualifications. */
export class QualificationAuditor {
  constructor(
    private readonly timers: AuditTimers,
    private readonly pusher: EventPusher,
    private readonly issued: IssuedIds,
  ) {}

  submitBrand(app: App, { audit_req }: BrandRequest): Result<Payload> {
    const { brand_info, license, scene_group_list } = audit_req;
    const required = [
      ...(brand_info.brand_management_type === 2 ? (['sale_authorization'] as const) : []),
      ...FIELDS_BY_MARK[brand_info.brand_audit_type % 2 === 1 ? 'registered' : 'applied'],
    ];
    const missing = required.find((name) => (brand_info[name] ?? '').length === 0);
    if (missing !== undefined) return refuse(ERR.PARAMETER_MISSING, `audit_req.brand_info.${missing}`);
    const images = [
      ...asList(license),
      ...(brand_info.sale_authorization ?? []),
      ...(brand_info.trademark_registration_certificate ?? []),
      ...(brand_info.trademark_change_certificate ?? []),
      ...(brand_info.trademark_registration_application ?? []),
      ...(brand_info.imported_goods_form ?? []),
    ];
    const fault = faultOfScenes(app, scene_group_list) ?? faultOfImages(app, images);
    if (fault !== undefined) return fault;
    this.issued.lastBrandId += 1;
    return this.take(app, {
      kind: 'brand',
      brandId: this.issued.lastBrandId,
      wording: brand_info.brand_wording,
      thirdCatId: 0,
    });
  }

  submitCategory(app: App, { audit_req }: CategoryRequest): Result<Payload> {
    const { category_info, license, scene_group_list } = audit_req;
    const category = requireCategory(category_info.level3);
    if (!category.ok) return category;
    const { first_cat_id, second_cat_id, third_cat_id, qualification_type } = category.value;
    if (category_info.level1 !== first_cat_id || category_info.level2 !== second_cat_id) {
      return refuse(ERR.CATEGORY_UNKNOWN, 'level1 and level2 are not the parents of level3');
    }
    if (qualification_type === 0) return refuse(ERR.CATEGORY_NEEDS_NOTHING);
    if (app.mayUseCategory(third_cat_id)) return refuse(ERR.CATEGORY_ALREADY_APPROVED);
    if (app.qualifications.isCategoryUnderAudit(third_cat_id)) return refuse(ERR.CATEGORY_UNDER_AUDIT);
    const images = [...asList(license), ...category_info.certificate];
    const fault = faultOfScenes(app, scene_group_list) ?? faultOfImages(app, images);
    if (fault !== undefined) return fault;
    return this.take(app, { kind: 'category', brandId: 0, wording: '', thirdCatId: third_cat_id });
  }

  /** Goes on with a review of an earlier run. */
  resume(app: App, audit: QualificationAudit, due: Date): void {
    this.timers.resume(audit.auditId, due, () => this.decide(app, audit));
  }

  /** Decides an audit that is still under review. */
  settle(app: App, audit: QualificationAudit, { verdict, reason }: Verdict): Refusal | undefined {
    if (audit.status !== 0) return refuse(ERR.NOT_UNDER_AUDIT);
    this.timers.stop(audit.auditId);
    audit.status = verdict === 'approve' ? 1 : 9;
    audit.rejectReason = reason;
    app.open(audit);
    app.revision.advance();
    this.pusher.push(app, qualificationEvent(audit));
    return undefined;
  }

  /** The account's audits are gone, those under review too. */
  forget(app: App): void {
    for (const { auditId } of app.qualifications.all()) this.timers.stop(auditId);
    app.qualifications.clear();
  }

  private take(
    app: App,
    subject: Pick<QualificationAudit, 'kind' | 'brandId' | 'wording' | 'thirdCatId'>,
  ): Result<Payload> {
    const audit: QualificationAudit = {
      ...subject,
      auditId: this.timers.newAuditId(),
      status: 0,
      rejectReason: '',
      lapsed: false,
    };
    app.qualifications.put(audit);
    app.revision.advance();
    this.timers.start(audit.auditId, app.settings.auditDelayMs, () => this.decide(app, audit));
    return accept({ audit_id: audit.auditId });
  }

  private decide(app: App, audit: QualificationAudit): void {
    const categoryId = audit.kind === 'category' ? audit.thirdCatId : undefined;
    const subject = { title: audit.wording, categoryId };
    this.settle(app, audit, decide(app.settings.auditRules, subject));
  }
}

function asList(license: string | readonly string[]): readonly string[] {
  return typeof license === 'string' ? [license] : license;
}

function faultOfScenes(app: App, scenes: readonly number[]): Refusal | undefined {
  const closed = scenes.find((scene) => !app.isSceneOpen(scene));
  return closed === undefined ? undefined : refuse(ERR.SCENE_NOT_OPEN, String(closed));
}

function faultOfImages(app: App, images: readonly string[]): Refusal | undefined {
  const foreign = images.find((image) => !app.images.acceptsInAudit(image));
  return foreign === undefined ? undefined : refuse(ERR.IMAGE_NOT_EXCHANGED, foreign);
}
