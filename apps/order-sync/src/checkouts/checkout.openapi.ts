import { paymentParameters } from '@tongbu/contracts';
import { openapi } from '@tongbu/platform';
import { z } from 'zod';
import { checkoutBody } from './checkout.request';

const { answer, bodyOf, FAILURES, parameter, problem, text, timeOrNull } = openapi;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return plain;
};
const textOrNull = { type: ['string', 'null'] };
const PARAMETERS = schemaOf(paymentParameters, 'output');
const collectedBy = { enum: ['merchant', 'component'] };
const PREFER = {
  name: 'prefer',
  in: 'header',
  schema: text,
  description: '`wait=N`: how many seconds you wait, 0 to 10; 3 when left out',
};
const PROBLEMS = {
  type: 'array',
  items: {
    type: 'object',
    properties: { code: text, field: text, message: text, messageZh: text, fix: text, fixZh: text },
  },
};

/** OpenAPI paths of {@link CheckoutsController}. */
export const checkoutPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/checkouts': {
    parameters: [parameter('appId')],
    post: {
      operationId: 'check-out',
      summary:
        'Creates an order at WeChat and opens its cashier. The order id makes it repeatable: the same request again answers the same order with fresh parameters',
      parameters: [PREFER],
      requestBody: bodyOf(schemaOf(checkoutBody, 'input')),
      responses: {
        '201': answer('The order is at WeChat', {
          type: 'object',
          properties: {
            orderId: text,
            wechatOrderId: text,
            collectedBy,
            expiresAt: timeOrNull,
            paymentParameters: {
              anyOf: [PARAMETERS, { type: 'null' }],
              description: 'for wx.requestOrderPayment, one opening; null where the merchant collects',
            },
          },
        }),
        '202': {
          ...answer('Stored and on its way; `Location` says where to look', {
            type: 'object',
            properties: { orderId: text, state: { enum: ['creating', 'created'] }, status: text },
          }),
          headers: { Location: { schema: text } },
        },
        '400': problem('A field is wrong; every one is named'),
        '409': problem('The id was used for other contents, or the order is paid, cancelled or over'),
        '422': problem('The order cannot be taken as it is; `problems` has every reason with what to do'),
        ...FAILURES,
      },
    },
  },
  '/v1/apps/{appId}/checkouts/{orderId}': {
    parameters: [parameter('appId'), parameter('orderId')],
    get: {
      operationId: 'get-checkout',
      summary: 'How far it is',
      responses: {
        '200': answer('The checkout', {
          type: 'object',
          properties: {
            orderId: text,
            state: { enum: ['creating', 'created', 'parked', 'paid', 'over'] },
            wechatOrderId: textOrNull,
            collectedBy: { enum: [...collectedBy.enum, null] },
            expiresAt: timeOrNull,
            cancelled: { type: 'boolean' },
            problems: PROBLEMS,
          },
        }),
        ...FAILURES,
      },
    },
  },
  '/v1/apps/{appId}/orders/{orderId}/payment-parameters': {
    parameters: [parameter('appId'), parameter('orderId')],
    post: {
      operationId: 'get-payment-parameters',
      summary: 'Fresh ones for one opening of the cashier; ask each time',
      parameters: [PREFER],
      responses: {
        '200': answer('For wx.requestOrderPayment, as they are', {
          type: 'object',
          properties: { orderId: text, paymentParameters: PARAMETERS },
        }),
        '409': problem('It is cancelled, paid, over, not created yet, or the merchant collects'),
        '422': problem('WeChat will not open a cashier for it'),
        '503': problem('They could not be had in time'),
        ...FAILURES,
      },
    },
  },
};
