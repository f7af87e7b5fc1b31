import { openapi } from '@tongbu/platform';
import { TRIAL_STEPS } from './trial';

const { answer, bodyOf, FAILURES, parameter, problem, text } = openapi;

const STEP = { enum: [...TRIAL_STEPS] };

/** OpenAPI paths of {@link TrialController}. */
export const trialPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/trial': {
    parameters: [parameter('appId')],
    get: {
      operationId: 'show-trial',
      summary: 'How far the trial run is, and what keeps it',
      responses: {
        '200': answer('The last run', {
          type: 'object',
          properties: {
            run: text,
            step: { ...STEP, description: 'what comes next; null when everything is done and removed' },
            done: { type: 'array', items: STEP },
            state: text,
            problems: { type: 'array', items: { type: 'object' } },
            payment: {
              type: ['object', 'null'],
              description: 'for wx.requestOrderPayment, by the person who pays',
            },
          },
        }),
        ...FAILURES,
      },
    },
    post: {
      operationId: 'start-trial',
      summary:
        'Makes the calls that WeChat wants to see, with a product and an order of one fen; goes on where it stopped',
      requestBody: bodyOf({
        type: 'object',
        required: ['openId', 'categoryId', 'image'],
        properties: {
          openId: text,
          traceId: { type: ['string', 'null'] },
          categoryId: { type: 'integer' },
          image: text,
        },
      }),
      responses: {
        '202': answer('Taken', { type: 'object' }),
        '400': problem('Something of it is wrong'),
        ...FAILURES,
      },
    },
  },
};
