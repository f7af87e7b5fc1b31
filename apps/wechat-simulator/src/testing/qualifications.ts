import type { SimulatorBench } from './simulator-bench';

/** A category that needs a qualification. */
export const NUTS = { level1: 1300, level2: 130_001, level3: 13_000_101 };

export function categoryRequest(bench: SimulatorBench, changes: Record<string, unknown> = {}) {
  const image = bench.app.images.issueMediaId('licence');
  return {
    audit_req: {
      license: [image],
      scene_group_list: [1],
      category_info: { ...NUTS, certificate: [image] },
      ...changes,
    },
  };
}

export function brandRequest(bench: SimulatorBench, changes: Record<string, unknown> = {}) {
  const image = bench.app.images.issueLink('certificate');
  return {
    audit_req: {
      license: [image],
      scene_group_list: [],
      brand_info: {
        brand_audit_type: 1,
        trademark_type: '21',
        brand_management_type: 1,
        commodity_origin_type: 2,
        brand_wording: '云窑',
        trademark_registrant_nu: '1234567',
        trademark_registration_certificate: [image],
        trademark_registrant: '云窑陶艺',
        trademark_authorization_period: '2030-01-01 00:00:00',
        ...changes,
      },
    },
  };
}
