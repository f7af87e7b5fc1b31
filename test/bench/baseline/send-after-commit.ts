import { encodeEvent } from '@tongbu/messaging';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { Pool } from 'pg';
import { serve } from '../measuring/serve';
import { trickle, wallClock } from '../measuring/trickle';
import { OutboxDatabase } from '../ours/outbox-database';
import type { Commits, RelayOptions } from '../ours/relay';

let options: RelayOptions;
let outbox: OutboxDatabase;
let pool: Pool;
let producer: Producer;

const commands = {
  async open(given: RelayOptions): Promise<void> {
    options = given;
    outbox = await OutboxDatabase.open(given);
    pool = new Pool({ connectionString: given.databaseUrl, max: 16 });
    await pool.query(`CREATE TABLE changes (id text PRIMARY KEY)`);
    const kafka = new Kafka({
      brokers: [...given.brokers],
      clientId: 'baseline',
      logLevel: logLevel.NOTHING,
    });
    producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
  },

  /** Commits a row and then sends its event, so many times in a second. What dies in between has lost the event. */
  async trickle(perSecond: number, ms: number): Promise<Commits> {
    const commits = new Map<string, number>();
    await trickle(perSecond, ms, async () => {
      const { type, id, source, subject, data } = outbox.nextEvent();
      await pool.query(`INSERT INTO changes VALUES ($1)`, [id]);
      commits.set(id, wallClock());
      const event = { specversion: '1.0', type, id, source, subject, appid: options.appId, data } as const;
      await producer.send({ topic: options.topic, acks: -1, messages: [encodeEvent(event)] });
    });
    return commits;
  },
};

export type SendAfterCommitCommands = typeof commands;

serve(commands);
