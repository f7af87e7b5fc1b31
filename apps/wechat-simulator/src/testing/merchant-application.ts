import type { SimulatorBench } from './simulator-bench';

type Body = Record<string, unknown>;

/** A picture of the account, by both ids. */
export const picture = ({ app }: SimulatorBench, name: string) => ({
  name: `${name}.jpg`,
  media_id: app.images.issueMediaId(name),
  pay_media_id: app.images.issuePayMediaId(name),
});

/** An application with nothing wrong in it. */
export function applicationBody(bench: SimulatorBench, changes: Body = {}): Body {
  return {
    organization_type: 2,
    business_license_info: {
      legal_person: '林青',
      business_time: '["2020-01-01","长期"]',
      wxa_business_license_copy: picture(bench, 'licence'),
    },
    id_doc_type: 'IDENTIFICATION_TYPE_MAINLAND_IDCARD',
    id_card_info: {
      id_card_name: '林青',
      id_card_number: '440301199001011234',
      id_card_valid_time: '2040-01-01',
      wxa_id_card_copy: picture(bench, 'front'),
      wxa_id_card_national: picture(bench, 'back'),
    },
    contact_info: { contact_type: '65', contact_email: 'lin@shop.example', mobile_phone: '13000000000' },
    account_info: {
      bank_account_type: '74',
      account_name: 'bmFtZSBhcyBjaXBoZXJ0ZXh0',
      account_number: 'bnVtYmVyIGFzIGNpcGhlcnRleHQ=',
      account_bank: '招商银行',
      bank_address_code: '440300',
    },
    merchant_shortname: '示例小店',
    ...changes,
  };
}
