import { backfillRequest, commonScopes } from './backfill-scope';

const request = backfillRequest(commonScopes);

it.each<[string, unknown]>([
  ['everything', { scope: { all: true } }],
  ['ids', { scope: { ids: ['P-1'] } }],
  ['a time', { scope: { changedSince: '2026-03-01T08:00:00+08:00' } }],
])('takes %s', (_, body) => {
  expect(request.parse(body)).toEqual(body);
});

it.each<[string, unknown, string, string]>([
  ['no scope', {}, 'scope', 'expected exactly one of all, ids, changedSince'],
  ['an empty scope', { scope: {} }, 'scope', 'expected exactly one of all, ids, changedSince'],
  [
    'two scopes',
    { scope: { all: true, ids: ['P-1'] } },
    'scope',
    'expected exactly one of all, ids, changedSince',
  ],
  [
    'an unknown scope',
    { scope: { colour: 'red' } },
    'scope',
    'expected exactly one of all, ids, changedSince',
  ],
  ['no ids', { scope: { ids: [] } }, 'scope.ids', 'expected at least one id'],
  [
    'a date without time',
    { scope: { changedSince: '2026-03-01' } },
    'scope.changedSince',
    'expected a time such as 2026-03-01T00:00:00Z',
  ],
  ['all, but not', { scope: { all: false } }, 'scope.all', 'expected true'],
])('refuses %s and names the field', (_, body, field, message) => {
  const issues = request.safeParse(body).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
});
