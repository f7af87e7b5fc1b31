import { openapi } from '@tongbu/platform';

const { answer, bodyOf, FAILURES, parameter, problem, text, timeOrNull } = openapi;

const WORDS = { type: 'object', properties: { en: text, zh: text } };
const LINE = {
  type: 'object',
  properties: {
    step: { ...text, description: "as in WeChat's guide; 4.1 to 4.5 are our reading of it" },
    title: WORDS,
    state: { enum: ['done', 'waiting-for-wechat', 'waiting-for-you', 'failed'] },
    since: timeOrNull,
    what: { type: 'array', items: WORDS },
    problems: { type: 'array', items: { type: 'object' }, description: 'why it failed, with what to do' },
    source: { type: ['string', 'null'], description: 'who knows it' },
  },
};
const parameters = [parameter('appId')];
const ACCEPTED = answer('Taken', { type: 'object', properties: { accepted: { const: true } } });

const wish = (operationId: string, summary: string, event: string) => ({
  parameters,
  post: {
    operationId,
    summary,
    requestBody: bodyOf({ type: 'object', description: `the data of ${event}` }),
    responses: { '202': ACCEPTED, '400': problem('Something of it is wrong'), ...FAILURES },
  },
});

/** OpenAPI paths of {@link StepsController}. */
export const stepPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/steps': {
    parameters,
    get: {
      operationId: 'show-steps',
      summary: "Where the mini program stands: the fifteen steps of WeChat's guide",
      responses: {
        '200': answer('Fifteen lines', {
          type: 'object',
          properties: { appId: text, readAt: timeOrNull, steps: { type: 'array', items: LINE } },
        }),
        ...FAILURES,
      },
    },
  },
  '/v1/apps/{appId}/access-wishes': wish(
    'want-access',
    'Asks for the component',
    'merchant.access.wanted.v1',
  ),
  '/v1/apps/{appId}/scene-wishes': wish('want-scene', 'Asks for a scene', 'merchant.access.scene-wanted.v1'),
  '/v1/apps/{appId}/declarations': wish(
    'declare-step',
    'Says that something is done that no interface sees',
    'merchant.access.step-declared.v1',
  ),
};
