import type { App } from '../accounts/app';
import type { QualificationAudit } from '../audits/qualification-shelf';
import type { Product } from '../products/product';

export type FieldValue = string | number | bigint;

/** Members of an event, which may have members of their own, or several entries. */
export interface FieldGroup {
  readonly [name: string]: FieldValue | FieldGroup | readonly FieldGroup[];
}
export type EventField = FieldGroup[string];

export function isEntries(field: EventField | undefined): field is readonly FieldGroup[] {
  return Array.isArray(field);
}

/** An event before it takes the format and mode of an account. */
export interface WechatEvent {
  readonly event: string;
  /** Member the body stands under in the nested layout; empty where it stands beside `Event` in every layout. */
  readonly bodyKey: string;
  readonly body: FieldGroup;
  /** The user who caused it; without one it comes from WeChat's team. */
  readonly from?: string;
}

export interface EventPusher {
  push(app: App, event: WechatEvent): void;
}

export function spuAuditEvent(product: Product, reason: string): WechatEvent {
  const version = product.draft.info_version;
  return {
    event: 'open_product_spu_audit',
    bodyKey: 'OpenProductSpuAudit',
    body: {
      out_product_id: product.outProductId,
      product_id: product.productId,
      status: product.editStatus,
      spu_status: product.status,
      reject_reason: reason,
      ...(version === undefined || version === '' ? {} : { info_version: versionValue(version) }),
    },
  };
}

export function spuStatusEvent(product: Product, reason: string): WechatEvent {
  return {
    event: 'open_product_spu_status_update',
    bodyKey: 'OpenProductSpuStatusUpdate',
    body: {
      out_product_id: product.outProductId,
      product_id: product.productId,
      status: product.status,
      reason,
    },
  };
}

export function qualificationEvent(audit: QualificationAudit): WechatEvent {
  const body = { audit_id: audit.auditId, status: audit.status, reject_reason: audit.rejectReason };
  if (audit.kind === 'brand') {
    return {
      event: 'open_product_brand_audit',
      bodyKey: 'QualificationAuditResult',
      body: { ...body, audit_type: 1, brand_id: audit.brandId },
    };
  }
  return {
    event: 'open_product_category_audit',
    bodyKey: 'QualificationAuditResult',
    body: { ...body, audit_type: 2 },
  };
}

/** The event carries the version as a number, requests as a string; what is no number stays text. */
function versionValue(version: string): FieldValue {
  return /^(0|[1-9]\d{0,17})$/.test(version) ? BigInt(version) : version;
}
