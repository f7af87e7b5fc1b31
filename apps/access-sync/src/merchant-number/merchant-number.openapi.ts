import { openapi } from '@tongbu/platform';

const { answer, bodyOf, FAILURES, parameter, problem, text, timeOrNull } = openapi;

const textOrNull = { type: ['string', 'null'] };
const TRANSFER = {
  type: ['object', 'null'],
  description: "the small transfer from the merchant's own account that proves it",
  properties: {
    amount: { type: 'integer', description: 'fen' },
    payee: { type: 'object', properties: { name: text, number: text, bank: text, city: text } },
    remark: text,
    deadline: timeOrNull,
  },
};
const APPLICATION = {
  type: ['object', 'null'],
  properties: {
    requestNo: textOrNull,
    applicationId: textOrNull,
    phase: { enum: ['under-review', 'validation-needed', 'signature-needed', 'refused', 'ready'] },
    wechatState: text,
    explanation: text,
    signUrl: textOrNull,
    validationUrl: textOrNull,
    transfer: TRANSFER,
    refusedFields: {
      type: 'array',
      items: { type: 'object', properties: { field: text, reason: text } },
    },
    merchantNumber: textOrNull,
  },
};

/** OpenAPI paths of {@link MerchantNumberController}. */
export const merchantNumberPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/merchant-number-application': {
    parameters: [parameter('appId')],
    get: {
      operationId: 'show-merchant-number',
      summary: 'Where the mini program stands with its secondary merchant number; nothing of the document',
      responses: {
        '200': answer('The application', {
          type: 'object',
          properties: {
            state: {
              enum: [
                'not-applied',
                'console',
                'under-review',
                'validation-needed',
                'signature-needed',
                'refused',
                'ready',
              ],
            },
            done: { type: ['object', 'null'], properties: { at: text, source: text } },
            version: { type: ['integer', 'null'] },
            work: { enum: ['pending', 'waiting', 'parked', 'settled', null] },
            problems: { type: 'array', items: { type: 'object' } },
            readAt: timeOrNull,
            application: APPLICATION,
          },
        }),
        ...FAILURES,
      },
    },
    post: {
      operationId: 'apply-for-merchant-number',
      summary: 'Applies for the secondary merchant number with a document',
      requestBody: bodyOf({ type: 'object', description: 'the data of merchant.merchant-number.wanted.v1' }),
      responses: {
        '202': answer('Taken; `older`: left, since a document with a later version is here', {
          type: 'object',
          properties: { accepted: { const: true }, taken: { enum: ['new', 'older'] } },
        }),
        '400': problem('Something of it is wrong; all of it is named, and nothing repeated'),
        '409': problem('There is no key in MERCHANT_DATA_KEYS to keep documents with'),
        ...FAILURES,
      },
    },
  },
};
