import { openapi } from '@tongbu/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { BACKFILL, backfillPaths } from '../backfill/backfill.openapi';
import { BACKFILLS, type BackfillsByThing } from '../backfill/backfill.controller';
import { DRIFT_REPORTS, type DriftReportsByThing } from '../drift/drift.controller';
import { DRIFT_ITEM, DRIFT_REPORT, driftPaths } from '../drift/drift.openapi';
import { ENTITY_ADMINS, type EntityAdmins } from './entity-admin.controller';
import { QUOTA, quotaPaths } from './quota.openapi';

const { FAILURES, jsonOf, parameter, problem, PROBLEM, SECURITY_SCHEMES, text } = openapi;

/** What a service answers beside the admin API, as OpenAPI paths. */
export const OPENAPI_PATHS = Symbol('OPENAPI_PATHS');

/** The admin API's own description, without a key. */
@Controller('v1/openapi.json')
export class OpenApiController {
  constructor(
    @Inject(ENTITY_ADMINS) private readonly admins: EntityAdmins,
    @Inject(BACKFILLS) private readonly backfills: BackfillsByThing,
    @Inject(DRIFT_REPORTS) private readonly driftReports: DriftReportsByThing,
    @Inject(OPENAPI_PATHS) private readonly paths: Readonly<Record<string, object>>,
  ) {}

  @Get()
  document(): object {
    return {
      openapi: '3.1.0',
      info: { title: 'Tongbu admin API', version: '1.0.0' },
      security: [{ apiKey: [] }],
      paths: Object.fromEntries([
        ...[...this.admins.keys()].flatMap(pathsOf),
        ...[...this.backfills].flatMap(([things, { scopes }]) => backfillPaths(things, scopes)),
        ...[...this.driftReports.keys()].flatMap(driftPaths),
        ...quotaPaths(),
        ...Object.entries(this.paths),
      ]),
      components: {
        securitySchemes: SECURITY_SCHEMES,
        schemas: {
          Problem: PROBLEM,
          Entity: ENTITY,
          Backfill: BACKFILL,
          DriftReport: DRIFT_REPORT,
          DriftItem: DRIFT_ITEM,
          Quota: QUOTA,
        },
      },
    };
  }
}

function pathsOf(things: string): [string, object][] {
  const list = `/v1/apps/{appId}/${things}`;
  const one = `${list}/{entityId}`;
  const both = [parameter('appId'), parameter('entityId')];
  const action = (name: string, summary: string, body?: object): [string, object] => [
    `${one}/${name}`,
    {
      parameters: both,
      post: {
        operationId: `${name}-${things}`,
        summary,
        ...(body === undefined ? {} : { requestBody: { required: true, ...jsonOf(body) } }),
        responses: { '202': { description: 'Accepted' }, ...FAILURES },
      },
    },
  ];
  return [
    [
      list,
      {
        parameters: [parameter('appId')],
        get: {
          operationId: `list-${things}`,
          summary: 'By state, in the order of their ids',
          parameters: [
            { name: 'state', in: 'query', schema: { enum: ['pending', 'waiting', 'parked', 'settled'] } },
            { name: 'after', in: 'query', schema: text, description: '`next` of the page before' },
            {
              name: 'limit',
              in: 'query',
              schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
            },
          ],
          responses: {
            '200': {
              description: 'A page',
              ...jsonOf({
                type: 'object',
                properties: {
                  items: { type: 'array', items: { $ref: '#/components/schemas/Entity' } },
                  next: { type: ['string', 'null'] },
                },
              }),
            },
            '400': problem('A parameter is wrong'),
            ...FAILURES,
          },
        },
      },
    ],
    [
      one,
      {
        parameters: both,
        get: {
          operationId: `get-${things}`,
          summary: 'What is wanted, what WeChat has, and everything that happened',
          responses: {
            '200': {
              description: 'The thing with its timeline',
              ...jsonOf({ $ref: '#/components/schemas/Entity' }),
            },
            ...FAILURES,
          },
        },
      },
    ],
    action('retry', 'Plan again and send again what was refused'),
    action('refresh', 'Read it at WeChat again'),
    action('park', 'Stop working on it', {
      type: 'object',
      required: ['reason'],
      properties: { reason: { type: 'string', minLength: 1, maxLength: 500 } },
    }),
    action('release', 'Work on it again'),
  ];
}

const ENTITY = {
  type: 'object',
  properties: {
    appId: text,
    entityId: text,
    state: { enum: ['pending', 'waiting', 'parked', 'settled'] },
    reason: { type: ['string', 'null'], description: 'why it waits' },
    problems: { type: 'array', items: { type: 'object' }, description: 'why it is parked, and what to do' },
    heldReason: { type: ['string', 'null'], description: 'why an operator stopped it' },
    version: { type: ['integer', 'null'] },
    lane: text,
    attempts: { type: 'integer' },
    nextTime: { type: ['string', 'null'], format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
    desired: { type: 'object' },
    observed: { type: ['object', 'null'] },
    intent: { type: ['object', 'null'], description: 'a command whose outcome is not known yet' },
    timeline: { type: 'array', items: { type: 'object' } },
  },
};
