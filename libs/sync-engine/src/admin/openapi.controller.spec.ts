import { commonScopes } from '../backfill/backfill-scope';
import { OpenApiController } from './openapi.controller';

type Described = {
  readonly paths: Record<string, Record<string, any>>;
  readonly components: { readonly schemas: Record<string, object> };
};

function described(): Described {
  const lamps = (value: object) => new Map([['lamps', value as never]]);
  const controller = new OpenApiController(lamps({}), lamps({ scopes: commonScopes }), lamps({}), {
    '/v1/apps/{appId}/switches': { post: { operationId: 'switch' } },
  });
  return JSON.parse(JSON.stringify(controller.document()));
}

it('describes everything an operator can ask for', () => {
  const { paths } = described();
  const routes = Object.entries(paths).flatMap(([path, { parameters: _, ...methods }]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace('/v1/apps/{appId}', '')}`),
  );
  expect(routes).toEqual(
    expect.arrayContaining([
      'post /switches',
      'post /lamps/backfills',
      'get /lamps/backfills',
      'get /lamps/backfills/{id}',
      'post /lamps/backfills/{id}/cancel',
      'post /lamps/drift-reports',
      'get /lamps/drift-reports',
      'get /lamps/drift-reports/{id}',
      'get /lamps/drift-reports/{id}/items',
      'post /lamps/drift-reports/{id}/repairs',
      'get /quotas',
    ]),
  );
});

it('names each operation once, and only schemas that are there', () => {
  const { paths, components } = described();
  const ids = Object.values(paths).flatMap(({ parameters: _, ...methods }) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  const named = JSON.stringify(paths).matchAll(/#\/components\/schemas\/(\w+)/g);
  for (const [, name = ''] of named) expect(Object.keys(components.schemas)).toContain(name);
});

it('says what a backfill can be asked for, from the schemas that check it', () => {
  const start = described().paths['/v1/apps/{appId}/lamps/backfills']?.['post'];
  const scopes = start?.requestBody.content['application/json'].schema.properties.scope.properties;
  expect(Object.keys(scopes)).toEqual(['all', 'ids', 'changedSince']);
  expect(scopes.ids).toMatchObject({ type: 'array', maxItems: 10_000, items: { type: 'string' } });
});
