import { Controller, Get } from '@nestjs/common';
import { openapi } from '@tongbu/platform';

const {
  answer,
  bodyOf,
  FAILURES,
  pageOf,
  parameter,
  problem,
  PROBLEM,
  query,
  reference,
  SECURITY_SCHEMES,
  text,
  time,
} = openapi;

const which = { event: text, entity: text, from: time, to: time };
const refused = { '400': problem('A field is wrong'), '401': FAILURES['401'] };

const CALLBACK = {
  type: 'object',
  properties: {
    id: text,
    event: text,
    entity: { type: ['string', 'null'] },
    createTime: { ...time, type: ['string', 'null'] },
    receivedAt: time,
    message: { ...text, description: 'as WeChat wrote it; only when one callback is asked for' },
  },
};

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Tongbu callback gateway, admin API', version: '1.0.0' },
  security: [{ apiKey: [] }],
  paths: {
    '/v1/apps/{appId}/callbacks': {
      parameters: [parameter('appId')],
      get: {
        operationId: 'list-callbacks',
        summary: 'What was received, in the order of arrival',
        parameters: [
          ...Object.entries(which).map(([name, schema]) => query(name, schema)),
          query('after', text),
          query('limit', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
        ],
        responses: {
          '200': answer('A page', pageOf(reference('Callback'))),
          ...refused,
        },
      },
    },
    '/v1/apps/{appId}/callbacks/{id}': {
      parameters: [parameter('appId'), parameter('id')],
      get: {
        operationId: 'get-callback',
        summary: 'One callback with its message',
        responses: {
          '200': answer('The callback', reference('Callback')),
          '404': problem('No such callback'),
          ...refused,
        },
      },
    },
    '/v1/apps/{appId}/callbacks/replays': {
      parameters: [parameter('appId')],
      post: {
        operationId: 'replay-callbacks',
        summary:
          'Publish their events again, under new ids. Only says what it would do unless dryRun is false.',
        requestBody: bodyOf({
          type: 'object',
          properties: {
            ...which,
            ids: { type: 'array', items: text, maxItems: 1_000 },
            after: { ...text, description: '`next` of the replay before' },
            limit: { type: 'integer', minimum: 1, maximum: 5_000, default: 1_000 },
            dryRun: { type: 'boolean', default: true },
          },
        }),
        responses: {
          '202': answer('Done, or what would be done', {
            type: 'object',
            properties: {
              replayed: { type: 'integer' },
              unpublished: { type: 'integer' },
              next: { type: ['string', 'null'] },
            },
          }),
          ...refused,
        },
      },
    },
  },
  components: {
    securitySchemes: SECURITY_SCHEMES,
    schemas: { Callback: CALLBACK, Problem: PROBLEM },
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
