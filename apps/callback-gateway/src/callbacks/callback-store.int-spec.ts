import { eventRegistry } from '@tongbu/contracts';
import { Outbox } from '@tongbu/messaging';
import { Database } from '@tongbu/platform';
import { createTestDatabase, FakeClock } from '@tongbu/testing';
import { migrations } from '../migrations';
import { readCallback } from './callback';
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
      readCallback(
        'wx0123456789abcdef',
        `{"CreateTime":1700000000,"Event":"x","id":"${round}-${at}"}`,
        'json',
      ),
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
