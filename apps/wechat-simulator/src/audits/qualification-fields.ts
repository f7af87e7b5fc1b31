import { ERR } from '../api/errcodes';
import { either, integer, list, optional, optionalText, record, text, type ValueOf } from '../api/fields';
import { TIME_PATTERN } from '../time/beijing-time';

const empty = ERR.PARAMETER_MISSING;
/** Newer pages and samples have an array, older ones a bare string; both are taken. */
const license = either(list(text(), { empty }), text());
const images = (max?: number) => list(text(), max === undefined ? {} : { max });

export const brandFields = record({
  audit_req: record({
    license,
    scene_group_list: list(integer()),
    brand_info: record({
      brand_audit_type: integer({ oneOf: [1, 2, 3, 4] }),
      trademark_type: text({ pattern: /^([1-9]|[1-3][0-9]|4[0-5])$/ }),
      brand_management_type: integer({ oneOf: [1, 2, 3] }),
      commodity_origin_type: integer({ oneOf: [1, 2] }),
      brand_wording: text(),
      trademark_registrant_nu: text(),
      sale_authorization: optional(images()),
      trademark_registration_certificate: optional(images()),
      trademark_change_certificate: optional(images()),
      trademark_registrant: optionalText(),
      trademark_authorization_period: optionalText({ pattern: TIME_PATTERN }),
      trademark_registration_application: optional(images()),
      trademark_applicant: optionalText(),
      trademark_application_time: optionalText({ pattern: TIME_PATTERN }),
      imported_goods_form: optional(images()),
    }),
  }),
});
export type BrandRequest = ValueOf<typeof brandFields>;

/** What a mark needs beside the fields every brand has. */
export const FIELDS_BY_MARK = {
  registered: [
    'trademark_registration_certificate',
    'trademark_registrant',
    'trademark_authorization_period',
  ],
  applied: ['trademark_registration_application', 'trademark_applicant', 'trademark_application_time'],
} as const;

export const categoryFields = record({
  audit_req: record({
    license,
    scene_group_list: list(integer(), { missing: ERR.CATEGORY_SUBMISSION_FAILED }),
    category_info: record({
      level1: integer(),
      level2: integer(),
      level3: integer(),
      certificate: list(text(), { empty, max: 10 }),
    }),
  }),
});
export type CategoryRequest = ValueOf<typeof categoryFields>;

export const resultFields = record({ audit_id: text() });
