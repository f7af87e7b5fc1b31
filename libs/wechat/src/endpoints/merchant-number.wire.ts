import { z } from 'zod';
import { optionalId, optionalInt, optionalText, wireList, wireText, wireTime } from './wire';

/** What WeChat holds of an application, masked where it is offered for a new one. Personal data: not for logs. */
export const wireApplication = z
  .object({
    organization_type: optionalInt,
    business_license_info: z
      .object({
        legal_person: optionalText,
        merchant_name: optionalText,
        business_license_number: optionalText,
      })
      .nullish(),
    contact_info: z
      .object({
        contact_type: optionalText,
        contact_name: optionalText,
        contact_id_card_number: optionalText,
        contact_email: optionalText,
        mobile_phone: optionalText,
      })
      .nullish(),
    merchant_shortname: optionalText,
    sales_scene_info: z
      .object({ store_name: optionalText, store_url: optionalText, mini_program_sub_appid: optionalText })
      .nullish(),
  })
  .transform(
    ({ business_license_info: license, contact_info: contact, sales_scene_info: scene, ...rest }) => ({
      organizationType: rest.organization_type,
      businessLicense: license
        ? {
            legalPerson: license.legal_person,
            merchantName: license.merchant_name,
            number: license.business_license_number,
          }
        : undefined,
      contact: contact
        ? {
            type: contact.contact_type,
            name: contact.contact_name,
            idCardNumber: contact.contact_id_card_number,
            email: contact.contact_email,
            phone: contact.mobile_phone,
          }
        : undefined,
      shortName: rest.merchant_shortname,
      salesScene: scene
        ? { storeName: scene.store_name, storeUrl: scene.store_url, subAppId: scene.mini_program_sub_appid }
        : undefined,
    }),
  );

/** Where applications are under way, in the payment side's words. A refusal names fields, whatever it is called. */
const UNDER_WAY = new Set(['CHECKING', 'ACCOUNT_NEED_VERIFY', 'AUDITING', 'NEED_SIGN']);

/** The names of an application's parts on the wire, in the words of our own shape. */
const FIELDS: Readonly<Record<string, string>> = {
  organization_type: 'organizationType',
  business_license_info: 'businessLicense',
  legal_person: 'businessLicense.legalPerson',
  business_time: 'businessLicense.valid',
  business_license_copy: 'businessLicense.copy',
  wxa_business_license_copy: 'businessLicense.copy',
  id_doc_type: 'identity.documentType',
  id_card_info: 'identity',
  id_doc_info: 'identity',
  id_card_name: 'identity.name',
  id_doc_name: 'identity.name',
  id_card_number: 'identity.number',
  id_doc_number: 'identity.number',
  id_card_valid_time: 'identity.validUntil',
  doc_period_end: 'identity.validUntil',
  id_card_copy: 'identity.portraitSide',
  wxa_id_card_copy: 'identity.portraitSide',
  id_card_national: 'identity.emblemSide',
  wxa_id_card_national: 'identity.emblemSide',
  id_doc_copy: 'identity.copy',
  wxa_id_doc_copy: 'identity.copy',
  contact_info: 'contact',
  contact_type: 'contact.type',
  contact_email: 'contact.email',
  mobile_phone: 'contact.phone',
  account_info: 'bankAccount',
  bank_account_type: 'bankAccount.type',
  account_name: 'bankAccount.encryptedName',
  account_number: 'bankAccount.encryptedNumber',
  account_bank: 'bankAccount.bank',
  bank_address_code: 'bankAccount.bankAddressCode',
  bank_branch_id: 'bankAccount.branchId',
  bank_name: 'bankAccount.branchName',
  account_cert_info: 'bankAccount.certificates',
  wxa_settlement_cert_pic: 'bankAccount.certificates.settlement',
  wxa_relation_cert_pic: 'bankAccount.certificates.relation',
  wxa_other_cert_pics: 'bankAccount.certificates.others',
  merchant_shortname: 'shortName',
  qualifications: 'qualifications',
  business_addition_pics: 'additions.pictures',
  business_addition_desc: 'additions.text',
};

/** A name without an entry stays as WeChat wrote it; of a path such as `account_info.account_bank` the last part counts. */
function fieldOf(name: string): string {
  return FIELDS[name.split('.').at(-1) ?? ''] ?? name;
}

/** How an application stands. */
export const wireApplicationState = z
  .object({
    out_request_no: optionalText,
    applyment_id: optionalId,
    applyment_state: optionalText,
    applyment_state_desc: wireText,
    sub_mchid: optionalText,
    sign_state: optionalText,
    sign_url: optionalText,
    legal_validation_url: optionalText,
    account_validation: z
      .object({
        account_name: optionalText,
        account_no: optionalText,
        pay_amount: optionalInt,
        destination_account_name: optionalText,
        destination_account_number: optionalText,
        destination_account_bank: optionalText,
        city: optionalText,
        remark: optionalText,
        deadline: wireTime,
      })
      .nullish(),
    audit_detail: wireList(z.object({ param_name: wireText, reject_reason: wireText })),
  })
  .transform(({ account_validation: validation, ...state }) => ({
    requestNo: state.out_request_no,
    applicationId: state.applyment_id,
    /** In WeChat's own words, of which only `FINISH` is known for sure. */
    state: state.applyment_state,
    stateText: state.applyment_state_desc,
    finished: state.applyment_state === 'FINISH',
    /** Inferred: it says so, or names refused fields in a state that is not known to be under way. */
    refused:
      state.applyment_state === 'REJECTED' ||
      (state.audit_detail.length > 0 &&
        state.applyment_state !== 'FINISH' &&
        !UNDER_WAY.has(state.applyment_state ?? '')),
    /** The number, once it is there. */
    merchantNumber: state.sub_mchid,
    signState: state.sign_state,
    signUrl: state.sign_url,
    legalValidationUrl: state.legal_validation_url,
    /** The transfer that proves the bank account, while it is asked for. */
    accountValidation: validation
      ? {
          payerName: validation.account_name,
          payerNumber: validation.account_no,
          amountFen: validation.pay_amount,
          payeeName: validation.destination_account_name,
          payeeNumber: validation.destination_account_number,
          payeeBank: validation.destination_account_bank,
          payeeCity: validation.city,
          remark: validation.remark,
          deadline: validation.deadline,
        }
      : undefined,
    /** `field`: as in an application of ours, where its name is known. */
    rejections: state.audit_detail.map((row) => ({
      field: fieldOf(row.param_name),
      reason: row.reject_reason,
    })),
  }));
export type MerchantApplicationState = z.output<typeof wireApplicationState>;
