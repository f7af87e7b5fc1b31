import { eventsOf } from './event-definition';
import { merchantNumberDocument } from './merchant-number-document';
import { topics } from './topics';

const define = eventsOf(topics.merchantAccess, 'the AppID of the mini program');

export const merchantNumberWanted = {
  ...define(
    'merchant.merchant-number.wanted.v1',
    'The mini program is to have its secondary merchant number, under which WeChat collects the money of orders. Published ' +
      'again, with what was refused mended, it applies again.',
    merchantNumberDocument,
    {
      version: 1,
      organizationType: 2,
      businessLicense: {
        legalPerson: '林青',
        valid: { from: '2019-04-01' },
        copy: 'https://img.shop.example/licence.jpg',
      },
      identity: {
        kind: 'card',
        documentType: 'IDENTIFICATION_TYPE_MAINLAND_IDCARD',
        name: '林青',
        number: '11010519491231002X',
        validUntil: '2040-01-01',
        portraitSide: 'https://img.shop.example/card-portrait.jpg',
        emblemSide: 'https://img.shop.example/card-emblem.jpg',
      },
      contact: { type: '65', email: 'lin@shop.example', phone: '13800138000' },
      bankAccount: {
        type: '74',
        encryptedName: 'bmFtZSBhcyBjaXBoZXJ0ZXh0',
        encryptedNumber: 'bnVtYmVyIGFzIGNpcGhlcnRleHQ=',
        bank: '招商银行',
        bankAddressCode: '330106',
      },
      shortName: '云窑',
    },
  ),
  confidential: true,
} as const;
