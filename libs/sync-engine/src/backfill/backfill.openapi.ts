import { openapi } from '@tongbu/platform';
import { z } from 'zod';
import type { BackfillScopes } from './backfill-scope';

const {
  answer,
  bodyOf,
  count,
  FAILURES,
  listOf,
  parameter,
  problem,
  reference,
  STARTED,
  text,
  time,
  timeOrNull,
} = openapi;

export function backfillPaths(things: string, scopes: BackfillScopes): [string, object][] {
  const list = `/v1/apps/{appId}/${things}/backfills`;
  const one = `${list}/{id}`;
  const members = Object.entries(scopes).map(([name, { schema, summary }]) => {
    const { $schema: _, ...member } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return [name, { ...member, description: summary }] as const;
  });
  const scope = {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(members),
  };
  const both = [parameter('appId'), parameter('id')];
  const view = answer('The backfill and how far it is', reference('Backfill'));
  return [
    [
      list,
      {
        parameters: [parameter('appId')],
        post: {
          operationId: `backfill-${things}`,
          summary: 'Read them at WeChat again and plan them, behind all other work',
          requestBody: bodyOf({ type: 'object', required: ['scope'], properties: { scope } }),
          responses: { '202': STARTED, '400': problem('A field is wrong'), ...FAILURES },
        },
        get: {
          operationId: `list-${things}-backfills`,
          summary: 'The newest first, at most 100',
          responses: { '200': answer('Backfills', listOf(reference('Backfill'))), ...FAILURES },
        },
      },
    ],
    [
      one,
      {
        parameters: both,
        get: {
          operationId: `get-${things}-backfill`,
          summary: 'How far it is',
          responses: { '200': view, ...FAILURES },
        },
      },
    ],
    [
      `${one}/cancel`,
      {
        parameters: both,
        post: {
          operationId: `cancel-${things}-backfill`,
          summary: 'Wake nothing more; what was woken is finished',
          responses: { '202': view, ...FAILURES },
        },
      },
    ],
  ];
}

export const BACKFILL = {
  type: 'object',
  properties: {
    id: text,
    scope: { type: 'object' },
    state: { enum: ['running', 'done', 'cancelled'] },
    total: { ...count, description: 'in scope when it was asked for' },
    planned: { ...count, description: 'woken so far' },
    done: { ...count, description: 'of these: read and planned to an end' },
    parked: { ...count, description: 'of these: need somebody to change something' },
    outstanding: { ...count, description: 'of these: being read, or waiting for a quota' },
    startedAt: time,
    finishedAt: timeOrNull,
  },
};
