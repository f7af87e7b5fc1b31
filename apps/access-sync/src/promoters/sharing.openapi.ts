import { openapi } from '@tongbu/platform';

const { answer, count, FAILURES, parameter, problem, query, text, time, timeOrNull } = openapi;

const textOrNull = { type: ['string', 'null'] };
const fen = { ...count, description: 'whole fen' };
const sales = { salesFen: fen, orders: count, buyers: count };
const paged = (properties: object) => ({
  type: 'object',
  properties: { total: count, items: { type: 'array', items: { type: 'object', properties } } },
});
const REFUSALS = {
  '502': problem('WeChat refused; `problems` says what to do'),
  '503': problem('WeChat cannot be asked now'),
  ...FAILURES,
};
const pageQuery = (longest: number) => [
  query('page', { type: 'integer', minimum: 1, default: 1 }),
  query('pageSize', { type: 'integer', minimum: 1, maximum: longest, default: longest }),
];
const reading = (operationId: string, summary: string, schema: object, longest?: number) => ({
  get: {
    operationId,
    summary,
    ...(longest === undefined ? {} : { parameters: pageQuery(longest) }),
    responses: {
      '200': answer('As WeChat has it now', schema),
      ...(longest === undefined ? {} : { '400': problem('A parameter is wrong') }),
      ...REFUSALS,
    },
  },
});

const APP = [parameter('appId')];
const ONE = [...APP, parameter('openId')];
const ORDER = {
  orderId: text,
  wechatOrderId: text,
  status: text,
  createdAt: timeOrNull,
  paidAt: timeOrNull,
  totalFen: { type: ['integer', 'null'] },
  promoterId: textOrNull,
  promoterName: textOrNull,
  sharerOpenId: textOrNull,
  liveStartedAt: timeOrNull,
  commission: { type: ['object', 'null'], description: "WeChat's own; its members are not documented" },
};
const LIVE = {
  liveId: text,
  promoterName: text,
  startedAt: timeOrNull,
  endedAt: { ...timeOrNull, description: 'null while it goes on' },
  live: { type: 'boolean' },
  ...sales,
};

/** OpenAPI paths of {@link SharingController}. */
export const sharingPaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/sharing-limits': {
    parameters: APP,
    ...reading('get-sharing-limits', "WeChat's limits of sharers and promoters, and what is left", {
      type: 'object',
      properties: {
        sharersPerMiniProgram: count,
        sharersBound: count,
        sharersLeft: count,
        miniProgramsPerSharer: count,
        daysBound: { ...count, description: 'between binding and unbinding' },
        invitationsPerDay: count,
        minutesBetweenInvitations: count,
        promoterChangesPerYear: {
          ...count,
          description: 'bindings and unbindings of promoters in the console, each',
        },
      },
    }),
  },
  '/v1/apps/{appId}/promoters': {
    parameters: APP,
    ...reading(
      'list-promoters',
      'Channels accounts that may sell the goods; bound in the console, twice a year at most',
      paged({ promoterId: text, name: { ...text, description: 'changes; the id stays' } }),
      20,
    ),
  },
  '/v1/apps/{appId}/bound-sharers': {
    parameters: APP,
    ...reading(
      'list-bound-sharers',
      'Who is bound, also those that were bound elsewhere',
      paged({ openId: text, nickname: text, invitedAt: timeOrNull, boundAt: timeOrNull }),
      100,
    ),
  },
  '/v1/apps/{appId}/bound-sharers/{openId}/sales': {
    parameters: ONE,
    ...reading('get-sharer-sales', 'What a sharer sold', { type: 'object', properties: sales }),
  },
  '/v1/apps/{appId}/bound-sharers/{openId}/lives': {
    parameters: ONE,
    ...reading('list-sharer-lives', 'Broadcasts in which a sharer sold something', paged(LIVE), 20),
  },
  '/v1/apps/{appId}/bound-sharers/{openId}/lives/{liveId}/orders': {
    parameters: [...ONE, parameter('liveId')],
    ...reading('list-sharer-live-orders', 'What a sharer brought in one broadcast', paged(ORDER), 20),
  },
  '/v1/apps/{appId}/commissions.csv': {
    parameters: APP,
    get: {
      operationId: 'export-commissions',
      summary: 'Orders paid within a period that a promoter or sharer brought, each once',
      parameters: [
        { ...query('from', time), required: true },
        { ...query('to', time, 'not included'), required: true },
      ],
      responses: {
        '200': {
          description: 'CSV of RFC 4180, streamed; one that breaks off is not complete',
          content: { 'text/csv': { schema: text } },
        },
        '400': problem('A parameter is wrong'),
        ...REFUSALS,
      },
    },
  },
};
