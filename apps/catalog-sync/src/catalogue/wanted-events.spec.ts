import type { Sql } from '@tongbu/platform';
import { wantedEvents, type WantedEvent } from './wanted-events';

const APP = 'wx7f3d2a9c5b1e8046';

interface Stored {
  readonly kind: string;
  readonly entity_id: string;
  readonly desired: object;
  readonly desired_version: string | null;
}

/** Pages as Postgres answers them, by kind and id. */
function tableOf(stored: readonly Stored[]): Sql {
  return {
    query: async <Row extends object>(_: string, parameters: readonly unknown[] = []) => {
      const [appId, kind, after, limit] = parameters as [string, string, string, number];
      expect(appId).toBe(APP);
      const rows = stored.filter((row) => row.kind === kind && row.entity_id > after);
      return rows.slice(0, limit) as unknown as Row[];
    },
  };
}

async function all(stored: readonly Stored[]): Promise<WantedEvent[]> {
  const events: WantedEvent[] = [];
  for await (const page of wantedEvents(tableOf(stored), APP)) events.push(...page);
  return events;
}

const product = (id: string, changes: object = {}, version: string | null = '7'): Stored => ({
  kind: 'product',
  entity_id: id,
  desired: {
    content: { title: id },
    onSale: true,
    withdrawn: false,
    deleted: false,
    publication: 3,
    ...changes,
  },
  desired_version: version,
});

it('tells qualifications before the products that wait for them', async () => {
  const stored = [
    product('P-1', { onSale: false }),
    {
      kind: 'category-qualification',
      entity_id: '13000101',
      desired: { content: { a: 1 } },
      desired_version: '2',
    },
    { kind: 'brand-qualification', entity_id: 'B-1', desired: { content: { b: 1 } }, desired_version: '3' },
  ];
  expect(await all(stored)).toEqual([
    { type: 'merchant.brand-qualification.submitted.v1', subject: 'B-1', data: { version: 3, b: 1 } },
    { type: 'merchant.category-qualification.submitted.v1', subject: '13000101', data: { version: 2, a: 1 } },
    {
      type: 'merchant.product.upserted.v1',
      subject: 'P-1',
      data: { version: 7, title: 'P-1', onSale: false },
    },
  ]);
});

it('leaves out what is deleted or withdrawn, and a version that nobody gave', async () => {
  const events = await all([
    product('P-1', { deleted: true }),
    product('P-2', { withdrawn: true }),
    product('P-3', {}, null),
  ]);
  expect(events).toEqual([
    { type: 'merchant.product.upserted.v1', subject: 'P-3', data: { title: 'P-3', onSale: true } },
  ]);
});

it.each([499, 500, 501, 1_000])('goes through %d products, each once', async (count) => {
  const ids = Array.from({ length: count }, (_, index) => `P-${String(index).padStart(4, '0')}`);
  const events = await all(ids.map((id) => product(id)));
  expect(events.map(({ subject }) => subject)).toEqual(ids);
});
