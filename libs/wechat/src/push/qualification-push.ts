import { qualificationStateOf } from '../endpoints/audit.endpoints';
import { text, type PushFields } from './push-fields';

/** What a push says about the review of a category's qualification or of a brand. */
export interface QualificationPush {
  readonly of: 'category' | 'brand';
  readonly auditId: string;
  readonly state: 'approved' | 'rejected';
  readonly rejectReason: string;
  /** Of an approved brand. WeChat documentation: it is also there on a rejection, where it is of no use. */
  readonly brandId?: number;
}

/** Reads the body of a qualification's event, as `parsePush` normalised it. `undefined`: not about a qualification. */
export function qualificationPushOf(event: string, body: PushFields): QualificationPush | undefined {
  const of = kindOf(event);
  const auditId = text(body['audit_id']);
  const state = qualificationStateOf(text(body['status']));
  if (of === undefined || auditId === '' || state === 'in-review') return undefined;
  const brandId = Number(text(body['brand_id']));
  return {
    of,
    auditId,
    state,
    rejectReason: text(body['reject_reason']),
    ...(of === 'brand' && state === 'approved' && Number.isSafeInteger(brandId) && brandId > 0
      ? { brandId }
      : {}),
  };
}

function kindOf(event: string): QualificationPush['of'] | undefined {
  switch (event) {
    case 'open_product_category_audit':
      return 'category';
    case 'open_product_brand_audit':
      return 'brand';
    default:
      return undefined;
  }
}
