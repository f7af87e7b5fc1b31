import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { ERR } from '../api/errcodes';
import { accept, refuse } from '../api/result';
import type { QualificationAuditor } from './qualification-auditor';
import { brandFields, categoryFields, resultFields } from './qualification-fields';

export function auditEndpoints(auditor: QualificationAuditor): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/audit/audit_brand', brandFields, (app, request) => auditor.submitBrand(app, request)),
    endpoint('/shop/audit/audit_category', categoryFields, (app, request) =>
      auditor.submitCategory(app, request),
    ),
    endpoint('/shop/audit/result', resultFields, (app, { audit_id }) => {
      const audit = app.qualifications.find(audit_id);
      if (audit === undefined) return refuse(ERR.AUDIT_UNKNOWN);
      const { status, brandId, rejectReason } = audit;
      return accept({ data: { status, brand_id: status === 1 ? brandId : 0, reject_reason: rejectReason } });
    }),
  ];
}
