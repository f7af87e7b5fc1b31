import type { Database } from '@tongbu/platform';
import { Inbox } from './inbox';
import { Outbox, OUTBOX_BUCKETS } from './outbox';
import { readPage } from './outbox-page';
import { removeExpired } from './retention';
import { createMessagingDatabase } from './testing/messaging-database';
import { outgoingThing, thingRegistry } from './testing/things';

let database: Database;
let drop: () => Promise<void>;
const outbox = new Outbox(thingRegistry('things'));

beforeAll(async () => {
  ({ database, drop } = await createMessagingDatabase());
});
beforeEach(() => database.query(`TRUNCATE inbox, outbox`));
afterAll(() => drop());

const stored = () =>
  database.query<{ id: string; bucket: number; topic: string; headers: Record<string, string> }>(
    `SELECT id, bucket, topic, headers FROM outbox ORDER BY seq`,
  );

describe('outbox', () => {
  it('keeps the order given, one bucket per key, and each id once', async () => {
    const events = [outgoingThing('a', 1), outgoingThing('b', 1), outgoingThing('a', 2)];
    await database.transaction((tx) => outbox.add(tx, events));
    await database.transaction((tx) => outbox.add(tx, [outgoingThing('a', 2), outgoingThing('a', 3)]));
    const rows = await stored();
    expect(rows.map(({ id }) => id)).toEqual(['a/1', 'b/1', 'a/2', 'a/3']);
    expect(rows[0]?.bucket).toBe(rows[2]?.bucket);
    expect(rows[0]?.topic).toBe('things');
  });

  it('goes with the transaction', async () => {
    const failing = database.transaction(async (tx) => {
      await outbox.add(tx, [outgoingThing('a', 1)]);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await stored()).toEqual([]);
  });

  it('hands the trace of an event on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await database.transaction((tx) => outbox.add(tx, [{ ...outgoingThing('a', 1), traceparent }]));
    expect((await stored())[0]?.headers['traceparent']).toBe(traceparent);
  });

  it.each([
    [
      'data that does not fit its schema',
      { data: { version: 'new' } },
      'data.version: expected a whole number',
    ],
    ['an unknown type', { type: 'test.unheard.of.v1' }, 'its type is not known'],
    ['an appId that is none', { appId: 'shop' }, 'attributes.appid'],
    [
      'more than a request can carry',
      { data: { version: 1, note: 'x'.repeat(900_001) } },
      'at most 900000 bytes',
    ],
  ])('refuses %s', async (_what, change, reason) => {
    const adding = database.transaction((tx) => outbox.add(tx, [{ ...outgoingThing('a', 1), ...change }]));
    await expect(adding).rejects.toMatchObject({
      code: 'outgoing-event-invalid',
      retriable: false,
      message: expect.stringContaining(reason),
    });
    expect(await stored()).toEqual([]);
  });
});

describe('inbox', () => {
  const inbox = new Inbox();
  const accept = (source: string, id: string) =>
    database.transaction((tx) => inbox.accept(tx, { source, id }));

  it('accepts an event once per source and id', async () => {
    expect(await accept('/shop', '1')).toBe(true);
    expect(await accept('/shop', '1')).toBe(false);
    expect(await accept('/other', '1')).toBe(true);
  });

  it('accepts it again after the work was rolled back', async () => {
    const failing = database.transaction(async (tx) => {
      await inbox.accept(tx, { source: '/shop', id: '1' });
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(await accept('/shop', '1')).toBe(true);
  });

  it('lets one of several at once through', async () => {
    const accepted = await Promise.all(Array.from({ length: 6 }, () => accept('/shop', '1')));
    expect(accepted.filter(Boolean)).toHaveLength(1);
  });
});

describe('a page of the outbox', () => {
  const all = Array.from({ length: OUTBOX_BUCKETS }, (_, bucket) => bucket);
  const page = async (limit: number) => {
    const { records, isFull } = await readPage(database, all, limit);
    return { rows: records.length, isFull };
  };

  it('is full when there may be more rows than were asked for', async () => {
    await database.transaction((tx) =>
      outbox.add(
        tx,
        [1, 2, 3].map((version) => outgoingThing('a', version)),
      ),
    );
    expect(await page(3)).toEqual({ rows: 3, isFull: true });
    expect(await page(4)).toEqual({ rows: 3, isFull: false });
  });

  it('is full when more rows are there than one request carries', async () => {
    const data = { version: 1, note: 'x'.repeat(400_000) };
    await database.transaction((tx) =>
      outbox.add(
        tx,
        [1, 2, 3].map((version) => ({ ...outgoingThing('a', version), data })),
      ),
    );
    expect(await page(4)).toEqual({ rows: 2, isFull: true });
  });

  it('is not full when there is nothing', async () => {
    expect(await page(4)).toEqual({ rows: 0, isFull: false });
  });
});

it('removes what is long published or long received, and nothing that still waits', async () => {
  await database.transaction((tx) =>
    outbox.add(
      tx,
      [1, 2, 3].map((version) => outgoingThing('a', version)),
    ),
  );
  await database.query(`UPDATE outbox SET created_at = now() - interval '8 days' WHERE id <> 'a/3'`);
  await database.query(`UPDATE outbox SET published_at = now() - interval '8 days' WHERE id = 'a/1'`);
  await database.query(
    `INSERT INTO inbox (source, id, received_at) SELECT '/shop', n, now() - interval '1 day' * (13 + n % 2 * 2)
     FROM generate_series(1, 2500) AS n`,
  );
  await removeExpired(database);
  expect((await stored()).map(({ id }) => id)).toEqual(['a/2', 'a/3']);
  expect(await database.query(`SELECT count(*)::int AS left FROM inbox`)).toEqual([{ left: 1250 }]);
});
