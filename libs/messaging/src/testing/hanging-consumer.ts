import { createLogger, type Database } from '@tongbu/platform';
import { Inbox } from '../inbox';
import { KafkaEventServer } from '../kafka-event-server';
import { connectMessagingDatabase } from './messaging-database';
import { THING, thingRegistry } from './things';

/**
 * A process to be killed: it takes events like a service does, and hangs between the database commit of one of them and
 * its acknowledgement. Arguments: database address, brokers, topic, group, id of the event to hang after.
 */
async function consumeAndHang([url = '', brokers = '', topic = '', groupId = '', hangAfter = '']: string[]) {
  const database = await connectMessagingDatabase(url);
  const server = new KafkaEventServer({
    brokers: brokers.split(','),
    clientId: 'doomed',
    groupId,
    topics: [topic],
    registry: thingRegistry(topic),
    logger: createLogger({ service: 'doomed', level: 'fatal' }),
    sessionTimeoutMs: 6_000,
    heartbeatIntervalMs: 1_000,
  });
  const handle = async (event: { source: string; id: string }) => {
    await takeOnce(database, event, 'doomed');
    if (event.id === hangAfter) await new Promise(() => undefined);
  };
  server.addHandler(THING, handle, true);
  server.listen(() => undefined);
}

/** What a handler does: its effect and the memory of the event, together. */
export async function takeOnce(database: Database, event: { source: string; id: string }, worker: string) {
  await database.transaction(async (tx) => {
    if (!(await new Inbox().accept(tx, event))) return;
    await tx.query(`INSERT INTO effects (id, worker) VALUES ($1, $2)`, [event.id, worker]);
  });
}

if (require.main === module) void consumeAndHang(process.argv.slice(2));
