import { documented, read, sent } from '../../test-support/wire-text';
import {
  applyForMerchantNumber,
  readMerchantApplication,
  readMerchantPrefill,
} from './merchant-number.endpoints';
import type { MerchantApplication } from './merchant-application.wire';

const picture = (name: string) => ({ name, mediaId: `m-${name}`, payMediaId: `p-${name}` });
const application: MerchantApplication = {
  organizationType: 2,
  businessLicense: { legalPerson: 'Lin', valid: { from: '2019-01-01' }, copy: picture('l') },
  identity: {
    kind: 'card',
    name: 'Lin',
    number: '1',
    validUntil: '["2019-01-01","2029-01-01"]',
    portraitSide: picture('a'),
    emblemSide: picture('b'),
  },
  contact: { type: '65', email: 'lin@example.com', phone: '13000000000' },
  bankAccount: {
    type: '74',
    encryptedName: 'n==',
    encryptedNumber: 'k==',
    bank: 'Example bank',
    bankAddressCode: '440300',
    certificates: { settlement: picture('s'), others: [picture('o')] },
  },
  shortName: 'Example',
  qualifications: [picture('q')],
  additions: { text: 'more' },
};
const image = (name: string) => `{"name":"${name}","media_id":"m-${name}","pay_media_id":"p-${name}"}`;

it('sends an application with the words of the wire', () => {
  expect(sent(applyForMerchantNumber.prepare(application))).toBe(
    documented(`{"organization_type":2,"business_license_info":{"legal_person":"Lin",
      "business_time":"[\\"2019-01-01\\",\\"长期\\"]","wxa_business_license_copy":${image('l')}},
      "id_card_info":{"id_card_name":"Lin","id_card_number":"1","id_card_valid_time":"[\\"2019-01-01\\",\\"2029-01-01\\"]",
      "wxa_id_card_copy":${image('a')},"wxa_id_card_national":${image('b')}},
      "contact_info":{"contact_type":"65","contact_email":"lin@example.com","mobile_phone":"13000000000"},
      "account_info":{"bank_account_type":"74","account_name":"n==","account_number":"k==","account_bank":"Example bank",
      "bank_address_code":"440300","account_cert_info":{"wxa_settlement_cert_pic":${image('s')},
      "wxa_other_cert_pics":[${image('o')}]}},"merchant_shortname":"Example",
      "qualifications":{"pic_file_list":[${image('q')}]},"business_addition_desc":"more"}`),
  );
});

it('sends another document than a card, and a licence that ends', () => {
  const { copy } = application.businessLicense;
  const passport = {
    kind: 'document',
    documentType: 'PASSPORT',
    name: 'L',
    number: '2',
    validUntil: 'u',
  } as const;
  const body = sent(
    applyForMerchantNumber.prepare({
      ...application,
      businessLicense: { legalPerson: 'L', valid: { from: '2019-01-01', to: '2029-01-01' }, copy },
      identity: { ...passport, copy: picture('d') },
    }),
  );
  expect(body).toContain('"business_time":"[\\"2019-01-01\\",\\"2029-01-01\\"]"');
  expect(body).toContain(
    `"id_doc_type":"PASSPORT","id_doc_info":{"id_doc_name":"L","id_doc_number":"2","doc_period_end":"u","wxa_id_doc_copy":${image('d')}}`,
  );
});

it('names a picture without an id and a day that is none', () => {
  const { copy } = application.businessLicense;
  const wrong = (businessLicense: MerchantApplication['businessLicense']) =>
    sent(applyForMerchantNumber.prepare({ ...application, businessLicense }));
  expect(wrong({ legalPerson: 'L', valid: { from: '2019-01-01' }, copy: { name: 'l' } })).toEqual([
    'businessLicense.copy: expected mediaId or payMediaId',
  ]);
  expect(wrong({ legalPerson: 'L', valid: { from: '1.1.2019' }, copy })).toEqual([
    'businessLicense.valid.from: expected a day as yyyy-MM-dd',
  ]);
});

it('reads how an application stands, with every digit of its id', () => {
  const answer = `{"errcode":0,"pay_req":{"organization_type":"2","business_license_info":{"legal_person":"Lin",
    "merchant_name":"Example Ltd","business_license_number":"91"},"merchant_shortname":"Example"},
    "pay_resp":{"out_request_no":"r","applyment_id":9007199254740993,"applyment_state":"ACCOUNT_NEED_VERIFY",
    "applyment_state_desc":"d","sign_url":"","account_validation":{"account_name":"Example Ltd","account_no":"6",
    "pay_amount":124,"destination_account_name":"n","destination_account_number":"7","destination_account_bank":"b",
    "city":"Shenzhen","remark":"","deadline":"2022-07-20 10:00:00"},
    "audit_detail":[{"param_name":"id_card_copy","reject_reason":"blurred"}]}}`;
  expect(read(readMerchantApplication, answer)).toEqual({
    ok: true,
    value: {
      application: {
        organizationType: 2,
        businessLicense: { legalPerson: 'Lin', merchantName: 'Example Ltd', number: '91' },
        shortName: 'Example',
      },
      state: {
        requestNo: 'r',
        applicationId: '9007199254740993',
        state: 'ACCOUNT_NEED_VERIFY',
        stateText: 'd',
        finished: false,
        refused: false,
        accountValidation: {
          payerName: 'Example Ltd',
          payerNumber: '6',
          amountFen: 124,
          payeeName: 'n',
          payeeNumber: '7',
          payeeBank: 'b',
          payeeCity: 'Shenzhen',
          deadline: new Date('2022-07-20T02:00:00Z'),
        },
        rejections: [{ field: 'identity.portraitSide', reason: 'blurred' }],
      },
    },
  });
});

it.each([
  ['REJECTED', '[]', true],
  ['SENT_BACK', '[{"param_name":"account_info.account_bank","reject_reason":"r"}]', true],
  ['SENT_BACK', '[]', false],
  ['AUDITING', '[{"param_name":"odd","reject_reason":"r"}]', false],
  ['FINISH', '[{"param_name":"odd","reject_reason":"r"}]', false],
])('reads %s with the refusals %s', (state, details, refused) => {
  const answer = `{"pay_resp":{"applyment_state":"${state}","audit_detail":${details}}}`;
  expect(read(readMerchantApplication, answer)).toMatchObject({ value: { state: { refused } } });
});

it('names refused fields as they were sent, and those it does not know as WeChat does', () => {
  const details = ['account_info.account_bank', 'merchant_shortname', 'odd'].map((name) => ({
    param_name: name,
  }));
  const answer = JSON.stringify({ pay_resp: { applyment_state: 'REJECTED', audit_detail: details } });
  expect(read(readMerchantApplication, answer)).toMatchObject({
    value: {
      state: { rejections: [{ field: 'bankAccount.bank' }, { field: 'shortName' }, { field: 'odd' }] },
    },
  });
});

it('reads the number once it is there, and nothing before an application', () => {
  const answer = '{"pay_resp":{"applyment_state":"FINISH","sub_mchid":"1600000001"}}';
  expect(read(readMerchantApplication, answer)).toMatchObject({
    value: { state: { finished: true, merchantNumber: '1600000001', rejections: [] } },
  });
  expect(read(readMerchantApplication, '{"errcode":0}')).toEqual({ ok: true, value: {} });
});

it('reads what is offered for a new application', () => {
  const answer = `{"pay_req":{"organization_type":2,"contact_info":{"contact_type":"65","contact_name":"L*",
    "contact_id_card_number":"4*","contact_email":"l*","mobile_phone":"13*"},"sales_scene_info":{"store_name":"Example",
    "store_url":"","mini_program_sub_appid":"wx1"}}}`;
  expect(read(readMerchantPrefill, answer)).toEqual({
    ok: true,
    value: {
      organizationType: 2,
      contact: { type: '65', name: 'L*', idCardNumber: '4*', email: 'l*', phone: '13*' },
      salesScene: { storeName: 'Example', subAppId: 'wx1' },
    },
  });
});
