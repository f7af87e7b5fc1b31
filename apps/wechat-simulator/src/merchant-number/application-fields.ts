import { ERR } from '../api/errcodes';
import { integer, list, optional, optionalText, record, text, type ValueOf } from '../api/fields';

/** A picture, by both ids of the image upload. */
const image = record({ name: optionalText(), media_id: text(), pay_media_id: text() });
const images = optional(record({ pic_file_list: list(image, { empty: ERR.PARAMETER_MISSING }) }));
/** Base64 of a ciphertext; digits alone would be the plain number. */
const encrypted = () => text({ pattern: /^(?!\d+$)[A-Za-z0-9+/_-]+={0,2}$/ });
const DAY = String.raw`\d{4}-\d{2}-\d{2}`;

/** `wxpay/apply`. The official page is gone: what two client libraries name without calling it optional is required. */
export const applicationFields = record({
  organization_type: integer(),
  business_license_info: record({
    legal_person: text(),
    /** The text of a list of two days, the second of which may be "for ever". */
    business_time: text({ pattern: new RegExp(`^\\["${DAY}", ?"(${DAY}|长期)"\\]$`) }),
    wxa_business_license_copy: image,
  }),
  id_doc_type: optionalText(),
  /** One of this and the next. */
  id_card_info: optional(
    record({
      id_card_name: text(),
      id_card_number: text(),
      id_card_valid_time: text(),
      wxa_id_card_copy: image,
      wxa_id_card_national: image,
    }),
  ),
  id_doc_info: optional(
    record({ id_doc_name: text(), id_doc_number: text(), doc_period_end: text(), wxa_id_doc_copy: image }),
  ),
  contact_info: record({ contact_type: text(), contact_email: text(), mobile_phone: text() }),
  account_info: record({
    bank_account_type: text(),
    account_name: encrypted(),
    account_number: encrypted(),
    account_bank: text(),
    bank_address_code: text(),
    bank_branch_id: optionalText(),
    bank_name: optionalText(),
    account_cert_info: optional(
      record({
        wxa_settlement_cert_pic: optional(image),
        wxa_relation_cert_pic: optional(image),
        wxa_other_cert_pics: optional(list(image)),
      }),
    ),
  }),
  merchant_shortname: text(),
  qualifications: images,
  business_addition_pics: images,
  business_addition_desc: optionalText(),
});
export type ApplicationContent = ValueOf<typeof applicationFields>;
export type ApplicationImage = ValueOf<typeof image>;

/** Every picture of an application. */
export function imagesOf(content: ApplicationContent): ApplicationImage[] {
  const { id_card_info: card, id_doc_info: document, account_info, qualifications } = content;
  const certificates = account_info.account_cert_info;
  return [
    content.business_license_info.wxa_business_license_copy,
    card?.wxa_id_card_copy,
    card?.wxa_id_card_national,
    document?.wxa_id_doc_copy,
    certificates?.wxa_settlement_cert_pic,
    certificates?.wxa_relation_cert_pic,
    ...(certificates?.wxa_other_cert_pics ?? []),
    ...(qualifications?.pic_file_list ?? []),
    ...(content.business_addition_pics?.pic_file_list ?? []),
  ].filter((picture) => picture !== undefined);
}
