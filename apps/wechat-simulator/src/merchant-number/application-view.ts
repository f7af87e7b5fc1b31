import type { App } from '../accounts/app';
import { withoutAbsent, type Payload } from '../api/result';
import { beijingTime } from '../time/beijing-time';
import type { MerchantApplication } from './application';
import type { ApplicationContent } from './application-fields';
import type { ApplicationState } from './application-machine';

/** What the platform has of every merchant here from elsewhere. */
const MERCHANT = {
  name: '示例商贸有限公司',
  licence: '91440300MA5FEXAMP1',
  store: '示例小店',
  contact: '林青',
  contactCard: '440301199001011234',
} as const;

const STATE_TEXTS: Readonly<Record<ApplicationState, string>> = {
  CHECKING: '资料校验中',
  ACCOUNT_NEED_VERIFY: '待账户验证',
  AUDITING: '审核中',
  REJECTED: '已驳回',
  NEED_SIGN: '待签约',
  FINISH: '完成',
};

/** `wxpay/get`: nothing where there was no application, the number alone where the console has seen to it. */
export function applicationView(app: App): Payload {
  const { merchantApplication: application } = app;
  if (application !== undefined)
    return { pay_req: requestView(app, application), pay_resp: stateView(application) };
  if (app.settings.subMerchant === 'closed') return {};
  const pay_resp = {
    applyment_state: 'FINISH',
    applyment_state_desc: STATE_TEXTS.FINISH,
    sub_mchid: `16${app.appId.replace(/\D/g, '').padEnd(8, '0').slice(0, 8)}`,
    sign_state: 'SIGNED',
    audit_detail: [],
  };
  return { pay_resp };
}

/** `wxpay/get_info`: what an application could be filled with, personal data masked. */
export function prefillView(app: App): Payload {
  return {
    pay_req: {
      organization_type: '2',
      business_license_info: {
        merchant_name: MERCHANT.name,
        business_license_number: masked(MERCHANT.licence),
      },
      contact_info: {
        contact_type: '65',
        contact_name: masked(MERCHANT.contact, 1, 0),
        contact_id_card_number: masked(MERCHANT.contactCard),
        contact_email: 'l***@shop.example',
        mobile_phone: '130****0000',
      },
      merchant_shortname: MERCHANT.store,
      sales_scene_info: salesSceneOf(app),
    },
  };
}

/** The application as the payment side has it: pictures by its own ids, numbers as text. */
function requestView(app: App, { content, outRequestNo }: MerchantApplication): Payload {
  const { business_license_info: licence, contact_info } = content;
  return withoutAbsent({
    out_request_no: outRequestNo,
    organization_type: String(content.organization_type),
    business_license_info: {
      legal_person: licence.legal_person,
      merchant_name: MERCHANT.name,
      business_license_number: MERCHANT.licence,
      business_license_copy: licence.wxa_business_license_copy.pay_media_id,
    },
    id_doc_type: content.id_doc_type,
    ...identityView(content),
    contact_info: {
      ...contact_info,
      contact_name: MERCHANT.contact,
      contact_id_card_number: MERCHANT.contactCard,
    },
    merchant_shortname: content.merchant_shortname,
    need_account_info: true,
    sales_scene_info: salesSceneOf(app),
  });
}

function identityView({ id_card_info: card, id_doc_info: document }: ApplicationContent): Payload {
  return withoutAbsent({
    id_card_info: card && {
      id_card_name: card.id_card_name,
      id_card_number: card.id_card_number,
      id_card_valid_time: card.id_card_valid_time,
      id_card_copy: card.wxa_id_card_copy.pay_media_id,
      id_card_national: card.wxa_id_card_national.pay_media_id,
    },
    id_doc_info: document && {
      id_doc_name: document.id_doc_name,
      id_doc_number: document.id_doc_number,
      doc_period_end: document.doc_period_end,
      id_doc_copy: document.wxa_id_doc_copy.pay_media_id,
    },
  });
}

function stateView({ state, outRequestNo, applymentId, ...application }: MerchantApplication): Payload {
  const { validation, rejections, subMchid, content } = application;
  const link = (path: string) => `https://pay.weixin.example/applyment/${applymentId}/${path}`;
  return withoutAbsent({
    out_request_no: outRequestNo,
    applyment_id: applymentId,
    applyment_state: state,
    applyment_state_desc: STATE_TEXTS[state],
    sub_mchid: subMchid,
    sign_state: signStateOf(state),
    sign_url: state === 'NEED_SIGN' ? link('sign') : undefined,
    legal_validation_url: validation === undefined ? undefined : link('legal-person'),
    account_validation: validation && {
      account_name: content.account_info.account_name,
      account_no: content.account_info.account_number,
      pay_amount: validation.amountFen,
      destination_account_number: '7555000000000001',
      destination_account_name: '财付通支付科技有限公司',
      destination_account_bank: '招商银行威盛大厦支行',
      city: '深圳',
      remark: outRequestNo.slice(-8),
      deadline: beijingTime(validation.deadline),
    },
    audit_detail: rejections.map(({ field, reason }) => ({ param_name: field, reject_reason: reason })),
  });
}

function signStateOf(state: ApplicationState): string {
  if (state === 'FINISH') return 'SIGNED';
  return state === 'NEED_SIGN' ? 'UNSIGNED' : 'NOT_SIGNABLE';
}

function salesSceneOf({ appId }: App): Payload {
  return { store_name: MERCHANT.store, store_url: '', mini_program_sub_appid: appId };
}

function masked(text: string, first = 4, last = 4): string {
  const hidden = Math.max(1, text.length - first - last);
  return `${text.slice(0, first)}${'*'.repeat(hidden)}${last === 0 ? '' : text.slice(-last)}`;
}
