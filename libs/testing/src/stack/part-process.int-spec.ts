import { Redis } from 'ioredis';
import { Client } from 'pg';
import { testEnvironment } from '../test-environment';
import { startStack, type Stack } from './stack';

let stack: Stack;

// Of its own, so that ending parts harms no other test. Kafka, which takes longest, is the others'.
beforeAll(async () => {
  const { KAFKA_BROKERS } = testEnvironment();
  stack = await startStack({ durable: true, given: { KAFKA_BROKERS } });
});
afterAll(() => stack?.stop(), 30_000);

async function postgres(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: stack.databaseUrl, connectionTimeoutMillis: 300 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function redis(...command: [string, ...string[]]): Promise<unknown> {
  const client = new Redis(stack.redisUrl, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(...command);
  } finally {
    client.disconnect();
  }
}

test('what is given is used and not ours to end', () => {
  expect(stack.parts.kafka).toBeUndefined();
  expect(stack.kafkaBrokers.join(',')).toBe(testEnvironment().KAFKA_BROKERS);
});

test('a killed Postgres comes back at the same address with what was committed', async () => {
  await postgres('CREATE TABLE kept (id int)');
  await postgres('INSERT INTO kept VALUES (7)');
  await stack.parts.postgres?.kill();
  await expect(postgres('SELECT 1')).rejects.toThrow('ECONNREFUSED');
  await stack.parts.postgres?.start();
  expect(await postgres('SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('a Postgres that is killed while it is connected to starts again, each time', async () => {
  const busy = new AbortController();
  const connecting = Array.from({ length: 8 }, async () => {
    while (!busy.signal.aborted) await postgres('SELECT 1').catch(() => undefined);
  });
  try {
    for (let time = 0; time < 3; time += 1) {
      await postgres('SELECT 1');
      await stack.parts.postgres?.kill();
      await stack.parts.postgres?.start();
    }
  } finally {
    busy.abort();
    await Promise.all(connecting);
  }
}, 60_000);

test('a killed Redis comes back at the same address with what was written', async () => {
  await redis('SET', 'kept', 'yes');
  await stack.parts.redis?.kill();
  await expect(redis('GET', 'kept')).rejects.toThrow();
  await stack.parts.redis?.start();
  expect(await redis('GET', 'kept')).toBe('yes');
});

test('a frozen Postgres says nothing until it is thawed', async () => {
  stack.parts.postgres?.freeze();
  await expect(postgres('SELECT 1')).rejects.toThrow('timeout');
  stack.parts.postgres?.thaw();
  expect(await postgres('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('an end that was asked for is not reported, one by itself is', async () => {
  const { redis: part } = stack.parts;
  const reports: string[] = [];
  void stack.broken.then((sentence) => reports.push(sentence));
  await part?.stop();
  await part?.start();
  expect(reports).toEqual([]);
  process.kill(part?.pid ?? 0, 'SIGKILL');
  expect(await stack.broken).toContain('Redis has ended by itself');
});
