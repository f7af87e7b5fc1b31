import { renderMerchantNumber, type ShownMerchantNumber } from './render-merchant-number';

const NOTHING: ShownMerchantNumber = {
  state: 'not-applied',
  version: null,
  readAt: null,
  problems: [],
  application: null,
};
const APPLICATION = {
  signUrl: null,
  validationUrl: null,
  transfer: null,
  refusedFields: [],
  merchantNumber: null,
};

it('says that there is nothing yet', () => {
  expect(renderMerchantNumber(NOTHING)).toBe(
    'merchant number: WeChat has no application (no document was given here, WeChat was not asked yet)',
  );
});

it('names refused fields with their reasons, and what to do', () => {
  const shown = renderMerchantNumber({
    ...NOTHING,
    state: 'refused',
    version: 3,
    readAt: '2026-03-02T12:00:00.000Z',
    problems: [{ message: 'Refused.', fix: 'Mend it.' }],
    application: {
      ...APPLICATION,
      refusedFields: [{ field: 'identity.portraitSide', reason: '证件照片不清晰' }],
    },
  });
  expect(shown.split('\n')).toEqual([
    'merchant number: REFUSED (document version 3, WeChat was asked at 2026-03-02 12:00:00)',
    '  identity.portraitSide: 证件照片不清晰',
    '  Refused.',
    '  Mend it.',
  ]);
});

it('shows the links, and the transfer with its deadline', () => {
  const shown = renderMerchantNumber({
    ...NOTHING,
    state: 'validation-needed',
    version: 1,
    application: {
      ...APPLICATION,
      validationUrl: 'https://pay.example/validate',
      signUrl: 'https://pay.example/sign',
      transfer: {
        amount: 37,
        payee: { name: '财付通', number: '7', bank: '招商银行', city: '深圳' },
        remark: 'r',
        deadline: '2026-03-05T12:00:00.000Z',
      },
    },
  });
  expect(shown.split('\n').slice(1)).toEqual([
    '  sign: https://pay.example/sign',
    '  validate: https://pay.example/validate',
    '  transfer 0.37 yuan from the account by 2026-03-05 12:00:00 to 财付通, 7, 招商银行, 深圳, remark r',
  ]);
});
