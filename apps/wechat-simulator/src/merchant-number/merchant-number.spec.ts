import { AccessBench } from '../testing/access-bench';
import { applicationBody, picture } from '../testing/merchant-application';
import { SimulatorBench } from '../testing/simulator-bench';
import {
  APPLICATION_STATES,
  APPLICATION_TRANSITIONS,
  FIRST_APPLICATION_STATE,
  nextApplicationState,
  type ApplicationAction,
  type ApplicationState,
} from './application-machine';

type Body = Record<string, unknown>;
const APPLY = '/shop/wxpay/apply';
const GET = '/shop/wxpay/get';
const DAY = 86_400_000;

/** A new account that has applied. */
function applied(): AccessBench {
  const bench = new AccessBench().open();
  expect(bench.code(APPLY, applicationBody(bench))).toBe(0);
  return bench;
}

const stateOf = (bench: SimulatorBench) => bench.call(GET)['pay_resp'] as Body;
const act = (bench: AccessBench, action: string, body: Body = {}) =>
  bench.control('POST', `merchant-application/${action}`, body);

describe('the table of applications', () => {
  it('leads to every state', () => {
    const reached = new Set([
      FIRST_APPLICATION_STATE,
      ...Object.values(APPLICATION_TRANSITIONS).map(({ to }) => to),
    ]);
    expect(APPLICATION_STATES.filter((state) => !reached.has(state))).toEqual([]);
  });

  const C = 'CHECKING';
  const V = 'ACCOUNT_NEED_VERIFY';
  const A = 'AUDITING';
  const R = 'REJECTED';
  it.each<[ApplicationAction, Partial<Record<ApplicationState, ApplicationState>>]>([
    ['resubmit', { [R]: C }],
    ['pass-check', { [C]: A }],
    ['ask-validation', { [C]: V }],
    ['validate', { [V]: A }],
    ['miss-validation', { [V]: R }],
    ['reject', { [C]: R, [V]: R, [A]: R }],
    ['approve', { [A]: 'NEED_SIGN' }],
    ['sign', { NEED_SIGN: 'FINISH' }],
  ])('%s', (action, expected) => {
    const moves = APPLICATION_STATES.flatMap((state) => {
      const next = nextApplicationState(state, action);
      return next.ok ? [[state, next.value]] : [];
    });
    expect(Object.fromEntries(moves)).toEqual(expected);
  });
});

describe('wxpay/apply', () => {
  it('goes by check, transfer, audit and signature to a number, which opens the sub-merchant', async () => {
    const bench = new AccessBench().open();
    expect(bench.call(GET)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(bench.code(APPLY, applicationBody(bench))).toBe(0);
    expect(stateOf(bench)).toMatchObject({
      applyment_state: 'CHECKING',
      applyment_state_desc: '资料校验中',
      sign_state: 'NOT_SIGNABLE',
      audit_detail: [],
    });
    expect(stateOf(bench)['applyment_id']).toBeGreaterThan(2n ** 53n);

    await act(bench, 'ask-validation');
    const asked = stateOf(bench);
    expect(asked).toMatchObject({
      applyment_state: 'ACCOUNT_NEED_VERIFY',
      legal_validation_url: expect.stringMatching(/^https:/),
      account_validation: {
        account_no: 'bnVtYmVyIGFzIGNpcGhlcnRleHQ=',
        destination_account_name: '财付通支付科技有限公司',
        deadline: '2026-03-09 10:00:00',
      },
    });
    const { pay_amount } = asked['account_validation'] as { pay_amount: number };
    expect(pay_amount > 0 && pay_amount < 100).toBe(true);
    expect(await act(bench, 'transfer', { amountFen: pay_amount + 1 })).toMatchObject({ status: 409 });
    expect(await act(bench, 'transfer', { amountFen: pay_amount })).toMatchObject({ state: 'AUDITING' });
    expect(stateOf(bench)).not.toHaveProperty('account_validation');
    expect(stateOf(bench)).not.toHaveProperty('legal_validation_url');

    await act(bench, 'approve');
    expect(stateOf(bench)).toMatchObject({
      applyment_state: 'NEED_SIGN',
      sign_state: 'UNSIGNED',
      sign_url: expect.stringMatching(/^https:/),
    });
    expect(bench.app.settings.subMerchant).toBe('closed');
    await act(bench, 'sign');
    expect(stateOf(bench)).toMatchObject({
      applyment_state: 'FINISH',
      sign_state: 'SIGNED',
      sub_mchid: expect.stringMatching(/^16\d{8}$/),
    });
    expect(stateOf(bench)).not.toHaveProperty('sign_url');
    expect(bench.app.settings.subMerchant).toBe('open');
  });

  it('reads the application back with the ids of the payment side, without the bank account', () => {
    const bench = applied();
    const { images } = bench.app;
    expect(bench.call(GET)['pay_req']).toEqual({
      out_request_no: stateOf(bench)['out_request_no'],
      organization_type: '2',
      business_license_info: {
        legal_person: '林青',
        merchant_name: '示例商贸有限公司',
        business_license_number: expect.any(String),
        business_license_copy: images.issuePayMediaId('licence'),
      },
      id_doc_type: 'IDENTIFICATION_TYPE_MAINLAND_IDCARD',
      id_card_info: {
        id_card_name: '林青',
        id_card_number: '440301199001011234',
        id_card_valid_time: '2040-01-01',
        id_card_copy: images.issuePayMediaId('front'),
        id_card_national: images.issuePayMediaId('back'),
      },
      contact_info: {
        contact_type: '65',
        contact_name: '林青',
        contact_id_card_number: expect.any(String),
        contact_email: 'lin@shop.example',
        mobile_phone: '13000000000',
      },
      merchant_shortname: '示例小店',
      need_account_info: true,
      sales_scene_info: { store_name: '示例小店', store_url: '', mini_program_sub_appid: bench.app.appId },
    });
  });

  it('takes another document instead of an identity card', () => {
    const bench = new AccessBench().open();
    const id_doc_info = {
      id_doc_name: 'Lin',
      id_doc_number: 'E1',
      doc_period_end: '2040-01-01',
      wxa_id_doc_copy: picture(bench, 'passport'),
    };
    const body = { ...applicationBody(bench), id_doc_info };
    expect(bench.code(APPLY, body)).toBe(40097);
    const { id_card_info: _card, ...foreign } = body as Body;
    expect(bench.code(APPLY, foreign)).toBe(0);
    expect(bench.call(GET)['pay_req']).toMatchObject({
      id_doc_info: { id_doc_copy: bench.app.images.issuePayMediaId('passport') },
    });
  });

  it('is refused field by field, and may be made again with another number', async () => {
    const bench = applied();
    const first = stateOf(bench);
    expect(await act(bench, 'reject', { fields: [] })).toMatchObject({ status: 400, field: 'fields' });
    const fields = [
      { field: 'id_card_info', reason: '证件照片不清晰' },
      { field: 'merchant_shortname', reason: '与营业执照不符' },
    ];
    await act(bench, 'reject', { fields });
    expect(stateOf(bench)).toMatchObject({
      applyment_state: 'REJECTED',
      applyment_state_desc: '已驳回',
      audit_detail: [
        { param_name: 'id_card_info', reject_reason: '证件照片不清晰' },
        { param_name: 'merchant_shortname', reject_reason: '与营业执照不符' },
      ],
    });
    expect(bench.code(APPLY, applicationBody(bench))).toBe(0);
    const second = stateOf(bench);
    expect(second).toMatchObject({ applyment_state: 'CHECKING', audit_detail: [] });
    expect(second['out_request_no']).not.toBe(first['out_request_no']);
    await act(bench, 'pass-check');
    expect(stateOf(bench)).toMatchObject({ applyment_state: 'AUDITING' });
  });

  it('is refused when nobody proves the bank account in 7 days', async () => {
    const bench = applied();
    await act(bench, 'ask-validation');
    bench.time.advance(7 * DAY - 1);
    expect(stateOf(bench)).toMatchObject({ applyment_state: 'ACCOUNT_NEED_VERIFY' });
    bench.time.advance(1);
    expect(stateOf(bench)).toMatchObject({
      applyment_state: 'REJECTED',
      audit_detail: [{ param_name: 'account_info' }],
    });
  });

  it('is proven by the legal person in place of the transfer', async () => {
    const bench = applied();
    await act(bench, 'ask-validation');
    expect(await act(bench, 'validate')).toMatchObject({ state: 'AUDITING', validation: null });
    bench.time.advance(8 * DAY);
    expect(stateOf(bench)).toMatchObject({ applyment_state: 'AUDITING' });
  });

  it('is taken once at a time, and not when there is a number', async () => {
    const bench = applied();
    expect(bench.code(APPLY, applicationBody(bench))).toBe(990022);
    for (const action of ['pass-check', 'approve', 'sign']) await act(bench, action);
    expect(bench.code(APPLY, applicationBody(bench))).toBe(990022);
    const open = new AccessBench({ simulator: { access: 'open' } });
    expect(open.code(APPLY, applicationBody(open))).toBe(990022);
    expect(stateOf(open)).toMatchObject({ applyment_state: 'FINISH', sub_mchid: '1611111111' });
    expect(await act(open, 'sign')).toMatchObject({ status: 404 });
  });

  const licence = (bench: SimulatorBench, changes: Body) => ({
    ...(applicationBody(bench)['business_license_info'] as Body),
    ...changes,
  });
  const account = (bench: SimulatorBench, changes: Body) => ({
    ...(applicationBody(bench)['account_info'] as Body),
    ...changes,
  });
  it.each<[string, number, (bench: SimulatorBench) => Body]>([
    ['no kind of organization', 990007, () => ({ organization_type: undefined })],
    ['a kind of organization in quotes', 47001, () => ({ organization_type: '2' })],
    ['no licence', 990007, () => ({ business_license_info: undefined })],
    [
      'a time of business that is no text of a list',
      40097,
      (bench) => ({ business_license_info: licence(bench, { business_time: '2020-01-01' }) }),
    ],
    [
      'a time of business that is a list',
      47001,
      (bench) => ({
        business_license_info: licence(bench, { business_time: ['2020-01-01', '长期'] }),
      }),
    ],
    ['no identity', 990007, () => ({ id_card_info: undefined })],
    ['no contact', 990007, () => ({ contact_info: undefined })],
    [
      'a contact without a phone',
      990007,
      () => ({
        contact_info: { contact_type: '65', contact_email: 'lin@shop.example' },
      }),
    ],
    [
      'a bank account in the clear',
      40097,
      (bench) => ({
        account_info: account(bench, { account_number: '6200000000000000' }),
      }),
    ],
    ['its name in the clear', 40097, (bench) => ({ account_info: account(bench, { account_name: '林青' }) })],
    ['no bank', 990007, (bench) => ({ account_info: account(bench, { account_bank: undefined }) })],
    ['no short name', 990007, () => ({ merchant_shortname: '' })],
    [
      'a picture without the id of the payment side',
      990007,
      (bench) => ({
        business_license_info: licence(bench, {
          wxa_business_license_copy: { media_id: bench.app.images.issueMediaId('licence') },
        }),
      }),
    ],
    [
      'a picture that was not uploaded',
      1070010,
      (bench) => ({
        business_license_info: licence(bench, {
          wxa_business_license_copy: {
            media_id: bench.app.images.issueMediaId('licence'),
            pay_media_id: 'pay-media-of-somebody',
          },
        }),
      }),
    ],
    [
      'a link in place of an id',
      1070010,
      (bench) => ({
        qualifications: {
          pic_file_list: [
            {
              media_id: bench.app.images.issueLink('permit'),
              pay_media_id: bench.app.images.issuePayMediaId('permit'),
            },
          ],
        },
      }),
    ],
    ['an empty list of pictures', 990007, () => ({ business_addition_pics: { pic_file_list: [] } })],
  ])('refuses %s with %i', (_name, errcode, changes) => {
    const bench = new AccessBench().open();
    const body: unknown = JSON.parse(JSON.stringify(applicationBody(bench, changes(bench))));
    expect(bench.code(APPLY, body)).toBe(errcode);
    expect(bench.app.merchantApplication).toBeUndefined();
  });
});

describe('wxpay/get_info', () => {
  it('offers what is known of the merchant, masked', () => {
    const { pay_req } = new SimulatorBench().call('/shop/wxpay/get_info') as unknown as { pay_req: Body };
    expect(pay_req).toMatchObject({
      business_license_info: { merchant_name: '示例商贸有限公司' },
      contact_info: { contact_name: '林*', mobile_phone: '130****0000' },
    });
    expect(JSON.stringify(pay_req)).not.toMatch(/440301199001011234|13000000000/);
  });
});
