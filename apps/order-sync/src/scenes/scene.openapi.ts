import { openapi } from '@tongbu/platform';

const { answer, bodyOf, FAILURES, parameter, problem } = openapi;

const scene = { type: 'integer', description: 'launch scene of the mini program, such as 1177' };

/** OpenAPI paths of {@link SceneChecksController}. */
export const scenePaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/scene-checks': {
    parameters: [parameter('appId')],
    post: {
      operationId: 'check-scene',
      summary: 'Whether orders from this scene need to be at WeChat, as it was within the last hour',
      requestBody: bodyOf({ type: 'object', required: ['scene'], properties: { scene } }),
      responses: {
        '200': answer('What WeChat says', {
          type: 'object',
          properties: {
            scene,
            mustPush: { type: 'boolean' },
            requiredFundType: {
              enum: [0, 1, 2, null],
              description: 'for `payment.requiredFundType` of the order; null where nothing must be pushed',
            },
          },
        }),
        '400': problem('The scene is wrong'),
        '503': problem('WeChat could not be asked'),
        ...FAILURES,
      },
    },
  },
};
