import { openapi } from '@tongbu/platform';
import { driftKinds, strayActions } from './drift';

const {
  answer,
  bodyOf,
  count,
  FAILURES,
  listOf,
  pageOf,
  parameter,
  problem,
  query,
  reference,
  STARTED,
  text,
  time,
  timeOrNull,
} = openapi;

const limit = { type: 'integer', minimum: 1, maximum: 500, default: 100 };

export function driftPaths(things: string): [string, object][] {
  const list = `/v1/apps/{appId}/${things}/drift-reports`;
  const one = `${list}/{id}`;
  const both = [parameter('appId'), parameter('id')];
  return [
    [
      list,
      {
        parameters: [parameter('appId')],
        post: {
          operationId: `compare-${things}`,
          summary: 'Compare everything with what WeChat has, in the background',
          responses: { '202': STARTED, '409': problem('One is being made already'), ...FAILURES },
        },
        get: {
          operationId: `list-${things}-drift-reports`,
          summary: 'The newest first, at most 100; kept for 30 days',
          responses: { '200': answer('Reports', listOf(reference('DriftReport'))), ...FAILURES },
        },
      },
    ],
    [
      one,
      {
        parameters: both,
        get: {
          operationId: `get-${things}-drift-report`,
          summary: 'How far it is, and how much was found',
          responses: { '200': answer('The report', reference('DriftReport')), ...FAILURES },
        },
      },
    ],
    [
      `${one}/items`,
      {
        parameters: both,
        get: {
          operationId: `list-${things}-drift-items`,
          summary: 'What differs, field by field, with the repair it would get',
          parameters: [
            query('kind', { enum: [...driftKinds] }),
            query('after', text, '`next` of the page before'),
            query('limit', limit),
          ],
          responses: {
            '200': answer('A page', pageOf(reference('DriftItem'))),
            '400': problem('A parameter is wrong'),
            ...FAILURES,
          },
        },
      },
    ],
    [
      `${one}/repairs`,
      {
        parameters: both,
        post: {
          operationId: `repair-${things}`,
          summary: 'Repair what was found and nobody has acted upon; a dry run unless told otherwise',
          requestBody: bodyOf(REPAIRS),
          responses: {
            '200': answer('What would be done, or what was started', pageOf(REPAIR)),
            '400': problem('A field is wrong'),
            ...FAILURES,
          },
        },
      },
    ],
  ];
}

const REPAIRS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ids: { type: 'array', items: text, description: "only these of the merchant's ids" },
    kinds: { type: 'array', items: { enum: [...driftKinds] }, description: 'only these kinds' },
    dryRun: { type: 'boolean', default: true, description: 'false starts the repairs' },
    action: {
      enum: [...strayActions],
      description: 'for what only WeChat has; without it, that is left alone',
    },
    after: { ...text, description: '`next` of the page before' },
    limit,
  },
};

const REPAIR = {
  type: 'object',
  properties: {
    entityId: text,
    kind: { enum: [...driftKinds] },
    actions: { type: 'array', items: text },
    why: text,
    outcome: {
      enum: ['would-start', 'started', 'would-ignore', 'ignored', 'nothing-to-do', 'choice-needed'],
    },
  },
};

export const DRIFT_REPORT = {
  type: 'object',
  properties: {
    id: text,
    state: { enum: ['running', 'done', 'failed'] },
    reason: { type: ['string', 'null'], description: 'why it waits, or why it failed' },
    items: { type: 'object', additionalProperties: count, description: 'found, by kind' },
    counts: {
      type: 'object',
      additionalProperties: count,
      description: 'listed by WeChat, of these the same, and what was left out and why',
    },
    startedAt: time,
    finishedAt: timeOrNull,
  },
};

export const DRIFT_ITEM = {
  type: 'object',
  properties: {
    entityId: text,
    kind: { enum: [...driftKinds] },
    differences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: text,
          merchant: {},
          known: { description: 'what was last read of WeChat, where that is kept' },
          wechat: {},
        },
      },
    },
    repair: {
      type: 'object',
      properties: {
        actions: { type: 'array', items: text, description: 'in order; empty when nothing would be done' },
        why: text,
      },
    },
    outcome: { enum: ['started', 'ignored', null], description: 'what an operator had done about it' },
    outcomeAt: timeOrNull,
  },
};
