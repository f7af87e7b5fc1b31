import { Controller, Get } from '@nestjs/common';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const inQuery = (name: string, schema: object) => ({ name, in: 'query', schema });
const which = { event: text, entity: text, from: moment, to: moment };
const refused = { '400': problem('A field is wrong'), '401': problem('API key missing or wrong') };

const CALLBACK = {
  type: 'object',
  properties: {
    id: text,
    event: text,
    entity: { type: ['string', 'null'] },
    createTime: { ...moment, type: ['string', 'null'] },
    receivedAt: moment,
    message: { ...text, description: 'as WeChat wrote it; only when one callback is asked for' },
  },
};

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Tongbu callback gateway, admin API', version: '1.0.0' },
  security: [{ apiKey: [] }],
  paths: {
    '/v1/apps/{appId}/callbacks': {
      parameters: [inPath('appId')],
      get: {
        operationId: 'list-callbacks',
        summary: 'What was received, in the order of arrival',
        parameters: [
          ...Object.entries(which).map(([name, schema]) => inQuery(name, schema)),
          inQuery('after', text),
          inQuery('limit', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
        ],
        responses: {
          '200': {
            description: 'A page',
            ...json({
              type: 'object',
              properties: {
                items: { type: 'array', items: { $ref: '#/components/schemas/Callback' } },
                next: { type: ['string', 'null'] },
              },
            }),
          },
          ...refused,
        },
      },
    },
    '/v1/apps/{appId}/callbacks/{id}': {
      parameters: [inPath('appId'), inPath('id')],
      get: {
        operationId: 'get-callback',
        summary: 'One callback with its message',
        responses: {
          '200': { description: 'The callback', ...json({ $ref: '#/components/schemas/Callback' }) },
          '404': problem('No such callback'),
          ...refused,
        },
      },
    },
    '/v1/apps/{appId}/callbacks/replays': {
      parameters: [inPath('appId')],
      post: {
        operationId: 'replay-callbacks',
        summary:
          'Publish their events again, under new ids. Only says what it would do unless dryRun is false.',
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            properties: {
              ...which,
              ids: { type: 'array', items: text, maxItems: 1_000 },
              after: { ...text, description: '`next` of the replay before' },
              limit: { type: 'integer', minimum: 1, maximum: 5_000, default: 1_000 },
              dryRun: { type: 'boolean', default: true },
            },
          }),
        },
        responses: {
          '202': {
            description: 'Done, or what would be done',
            ...json({
              type: 'object',
              properties: {
                replayed: { type: 'integer' },
                unpublished: { type: 'integer' },
                next: { type: ['string', 'null'] },
              },
            }),
          },
          ...refused,
        },
      },
    },
  },
  components: {
    securitySchemes: {
      apiKey: { type: 'http', scheme: 'bearer', description: 'API key of the mini program' },
    },
    schemas: {
      Callback: CALLBACK,
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: { type: text, title: text, status: { type: 'integer' }, detail: text },
      },
    },
  },
};

/** The admin API's own description, without a key. */
@Controller('v1/openapi.json')
export class OpenApiController {
  @Get()
  document(): object {
    return DOCUMENT;
  }
}
