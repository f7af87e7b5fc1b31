import { eventRegistry } from '@tongbu/contracts';
import { Outbox } from '@tongbu/messaging';
import { Database, startTrace } from '@tongbu/platform';
import { createTestDatabase, FakeClock } from '@tongbu/testing';
import { migrations } from '../migrations';
import { readCallback, type Callback } from './callback';
import { CallbackStore } from './callback-store';

test('two replicas given the same callbacks in another order do not wait for each other', async () => {
  const { url, drop } = await createTestDatabase();
  const options = { url, schema: 'callback_gateway', poolSize: 4, migrations, applicationName: 'test' };
  const databases = [await Database.connect(options), await Database.connect(options)] as const;
  await databases[0].migrate();
  const [one, other] = databases.map(
    (database) => new CallbackStore(database, new Outbox(eventRegistry), new FakeClock(), () => undefined),
  );
  for (let round = 0; round < 10; round++) {
    const callbacks = Array.from({ length: 200 }, (_, at) =>
      readCallback('wx0123456789abcdef', {
        message: `{"CreateTime":1700000000,"Event":"x","id":"${round}-${at}"}`,
        format: 'json',
      }),
    );
    const saved = await Promise.all([
      ...callbacks.map((callback) => one?.save(callback)),
      ...callbacks.toReversed().map((callback) => other?.save(callback)),
    ]);
    expect(saved.filter((outcome) => outcome === 'stored')).toHaveLength(200);
    expect(saved.filter((outcome) => outcome === 'repeated')).toHaveLength(200);
  }
  await Promise.all(databases.map((database) => database.close()));
  await drop();
});

test('callbacks that were committed together left under the trace of one of them', async () => {
  const { url, drop } = await createTestDatabase();
  const options = { url, schema: 'callback_gateway', poolSize: 4, migrations, applicationName: 'test' };
  const database = await Database.connect(options);
  await database.migrate();
  const store = new CallbackStore(database, new Outbox(eventRegistry), new FakeClock(), () => undefined);
  const traces = Array.from({ length: 20 }, () => startTrace().traceparent);
  const callbacks = traces.map((_, at) =>
    readCallback('wx0123456789abcdef', {
      message: `{"CreateTime":1700000000,"Event":"x","id":"${at}"}`,
      format: 'json',
    }),
  );
  await Promise.all(callbacks.map((callback, at) => store.save(callback, traces[at])));
  const rows = await database.query<{ id: string; trace: string }>(
    `SELECT id, headers ->> 'traceparent' AS trace FROM outbox`,
  );
  const published = new Map(rows.map(({ id, trace }) => [id, trace]));
  const traceOf = ({ appId, hash }: Callback) => published.get(`callback:${appId}:${hash}`);
  expect(callbacks.map(traceOf)).toEqual(traces);
  await database.close();
  await drop();
});
