import { openapi } from '@tongbu/platform';

const { answer, bodyOf, FAILURES, listOf, parameter, problem, text, time } = openapi;

const MAPPING = { type: 'object', properties: { name: text, carrierId: text, updatedAt: time } };
const parameters = [parameter('appId')];

/** OpenAPI paths of {@link CarriersController}. */
export const carrierPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/carriers': {
    parameters,
    get: {
      operationId: 'list-carriers',
      summary: 'The carriers that WeChat knows, as they were within the last day',
      responses: {
        '200': answer('Every carrier', listOf({ type: 'object', properties: { id: text, name: text } })),
        '503': problem("WeChat's list cannot be had"),
        ...FAILURES,
      },
    },
  },
  '/v1/apps/{appId}/carrier-mappings': {
    parameters,
    get: {
      operationId: 'list-carrier-mappings',
      summary: "Which of WeChat's carriers is meant by a code or name of the shop's own",
      responses: { '200': answer('Every mapping', listOf(MAPPING)), ...FAILURES },
    },
  },
  '/v1/apps/{appId}/carrier-mappings/{name}': {
    parameters: [...parameters, parameter('name')],
    get: {
      operationId: 'get-carrier-mapping',
      summary: 'One mapping; width, case, spaces and punctuation of the name do not matter',
      responses: { '200': answer('The mapping', MAPPING), ...FAILURES },
    },
    put: {
      operationId: 'put-carrier-mapping',
      summary: 'Maps a code or name, and lets the parcels go on that wait for it',
      requestBody: bodyOf({
        type: 'object',
        required: ['carrierId'],
        properties: { carrierId: { ...text, description: 'one of `carriers`, also OTHERS' } },
      }),
      responses: {
        '200': answer('The mapping', MAPPING),
        '400': problem('The name or the body is wrong'),
        '422': problem('WeChat has no such carrier'),
        '503': problem("WeChat's list cannot be had"),
        ...FAILURES,
      },
    },
    delete: {
      operationId: 'delete-carrier-mapping',
      summary: 'Forgets a mapping; what was sent stays as it is',
      responses: { '204': { description: 'Forgotten' }, ...FAILURES },
    },
  },
};
