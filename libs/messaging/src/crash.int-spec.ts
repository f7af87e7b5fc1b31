import type { CloudEvent } from '@tongbu/contracts';
import { eventually, ProcessGuard, projectRoot, uniqueName } from '@tongbu/testing';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaEventServer } from './kafka-event-server';
import { takeOnce } from './testing/hanging-consumer';
import { KafkaKit } from './testing/kafka-kit';
import { createMessagingDatabase } from './testing/messaging-database';
import { THING, thingEvent, thingRecord, thingRegistry } from './testing/things';
import { ensureTopics } from './topics';

it('takes an event again after a kill between commit and acknowledgement, and its effect stays one', async () => {
  const kit = new KafkaKit();
  const guard = ProcessGuard.start();
  const { database, url, drop } = await createMessagingDatabase();
  const [topic, groupId] = [uniqueName('things'), uniqueName('group')];
  await ensureTopics(kit.brokers, [{ name: topic, partitions: 1 }], kit.logger);
  const events = Array.from({ length: 10 }, (_, version) => thingEvent('a', version));
  await kit.send(events.map((event) => thingRecord(topic, event)));

  const directory = mkdtempSync(join(tmpdir(), 'tongbu-doomed-'));
  guard.removeAtEnd(directory);
  const program = join(projectRoot(), 'dist/libs/messaging/src/testing/hanging-consumer.js');
  const doomed = await guard.spawn({
    name: 'doomed',
    command: process.execPath,
    args: [program, url, kit.brokers.join(','), topic, groupId, 'a/4'],
    log: join(directory, 'log'),
    env: { PATH: process.env['PATH'] },
  });
  const effects = () =>
    database.query<{ id: string; worker: string }>(`SELECT id, worker FROM effects ORDER BY id`);
  await eventually(async () => (await effects()).length === 5, { timeoutMs: 20_000 });
  doomed.signalGroup('SIGKILL');
  await doomed.exit;

  const taken: string[] = [];
  const server = new KafkaEventServer({
    brokers: kit.brokers,
    clientId: 'heir',
    groupId,
    topics: [topic],
    registry: thingRegistry(topic),
    logger: kit.logger,
  });
  const handle = async (event: CloudEvent) => {
    taken.push(event.id);
    await takeOnce(database, event, 'heir');
  };
  server.addHandler(THING, handle, true);
  server.listen(() => undefined);
  await eventually(async () => (await effects()).length === 10, { timeoutMs: 20_000 });
  expect(taken).toContain('a/4');
  expect(taken.slice(-6)).toEqual(events.slice(4).map(({ id }) => id));
  expect(await effects()).toEqual(events.map(({ id }, at) => ({ id, worker: at < 5 ? 'doomed' : 'heir' })));

  await server.close();
  await kit.close();
  await drop();
  await guard.close();
});
