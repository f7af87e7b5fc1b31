import { Controller, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { CloudEvent } from '@tongbu/contracts';
import { CodedError } from '@tongbu/platform';
import { eventually, uniqueName } from '@tongbu/testing';
import { defer, delay, of, tap } from 'rxjs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectKafkaEvents } from './connect-kafka-events';
import type { MessageOutcome } from './event-processor';
import type { KafkaEventContext } from './kafka-event-context';
import { KafkaEventServer, type KafkaEventServerOptions } from './kafka-event-server';
import { KafkaKit } from './testing/kafka-kit';
import { THING, THING_FORGOTTEN, thingEvent, thingRecord, thingRegistry, type Thing } from './testing/things';
import { ensureTopics } from './topics';

type Handle = (event: CloudEvent<Thing>, context: KafkaEventContext) => unknown;

let kit: KafkaKit;
let topic: string;
let groupId: string;
let servers: KafkaEventServer[];
let outcomes: MessageOutcome[];

beforeEach(async () => {
  kit = new KafkaKit();
  topic = uniqueName('things');
  groupId = uniqueName('group');
  servers = [];
  outcomes = [];
  await ensureTopics(kit.brokers, [{ name: topic, partitions: 1 }], kit.logger);
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await kit.close();
});

function createServer(options: Partial<KafkaEventServerOptions> = {}): KafkaEventServer {
  const server = new KafkaEventServer({
    brokers: kit.brokers,
    clientId: 'test',
    groupId,
    topics: [topic],
    registry: thingRegistry(topic),
    logger: kit.logger,
    onMessage: (outcome) => outcomes.push(outcome),
    ...options,
  });
  servers.push(server);
  return server;
}

async function startServer(
  handle: Handle,
  options: Partial<KafkaEventServerOptions> = {},
): Promise<KafkaEventServer> {
  const server = createServer(options);
  server.addHandler(THING, async (event, context) => handle(event, context), true);
  await new Promise<void>((resolve, reject) => {
    server.listen((error) => (error === undefined ? resolve() : reject(error)));
  });
  await eventually(() => server.health().joined);
  return server;
}

const publish = (...events: CloudEvent[]) => kit.send(events.map((event) => thingRecord(topic, event)));
const idsOf = (events: readonly CloudEvent[]) => events.map(({ id }) => id);
const versions = (subject: string, count: number) =>
  Array.from({ length: count }, (_, version) => thingEvent(subject, version));

it('calls @EventPattern handlers of a Nest application, waits for the stream they return, and skips other types', async () => {
  const seen: string[] = [];
  @Controller()
  class Things {
    private failures = 0;

    @EventPattern<string>(THING)
    changed(@Payload() event: CloudEvent<Thing>, @Ctx() context: KafkaEventContext) {
      // Fails once, the way a database that is away does: Nest must not hide that from the server.
      if (this.failures++ === 0) throw new CodedError('database-away', 'no connection', true);
      const note = () =>
        seen.push(`${event.id} at ${context.topic}/${context.partition}/${context.offset} ${context.key}`);
      return defer(() => of(event)).pipe(delay(50), tap(note));
    }
  }
  @Module({ controllers: [Things] })
  class App {}
  const module = await Test.createTestingModule({ imports: [App] }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  connectKafkaEvents(app, createServer());
  await app.init();
  await app.startAllMicroservices();
  await publish(thingEvent('a', 1), thingEvent('a', 2, THING_FORGOTTEN), thingEvent('a', 3));
  await eventually(() => outcomes.length >= 4);
  expect(seen).toEqual([
    `a/1 at ${topic}/0/0 wx0123456789abcdef:a`,
    `a/3 at ${topic}/0/2 wx0123456789abcdef:a`,
  ]);
  expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['retry', 'database-away'],
    ['handled', undefined],
    ['skipped', undefined],
    ['handled', undefined],
  ]);
  await app.close();
  expect(await kit.committed(groupId, topic)).toBe(3);
});

it('refuses to start with a handler for an unknown type', () => {
  const server = createServer();
  server.addHandler('test.unheard.of.v1', async () => undefined, true);
  const answer = jest.fn();
  server.listen(answer);
  expect(answer).toHaveBeenCalledWith(expect.objectContaining({ code: 'event-handlers-wrong' }));
});

it('puts poison aside with its bytes and headers as they were, and the partition moves on', async () => {
  const handled: CloudEvent[] = [];
  await startServer((event) => handled.push(event));
  const value = Buffer.from([0x7b, 0xff, 0x00, 0x01]);
  const key = Buffer.from([0xfe, 0x01]);
  const sentAt = performance.now();
  await kit.send([
    {
      topic,
      key,
      value,
      headers: { 'x-own': Buffer.from([0xff, 0x00]), 'content-type': 'application/json' },
    },
  ]);
  await publish(thingEvent('a', 1));
  await eventually(() => handled.length === 1);
  process.stderr.write(`poison passed after ${Math.round(performance.now() - sentAt)} ms\n`);

  const letters = await kit.follow(`${topic}.dlq`);
  await eventually(() => letters.length === 1);
  expect(letters[0]?.value).toEqual(value);
  expect(letters[0]?.key).toEqual(key);
  const headers = letters[0]?.headers ?? {};
  expect(headers['x-own']).toEqual(Buffer.from([0xff, 0x00]));
  const text = (name: string) => headers[name]?.toString();
  expect(text('x-tongbu-reason-code')).toBe('not-a-cloud-event');
  expect(text('x-tongbu-reason')).toContain('expected a CloudEvent');
  expect([text('x-tongbu-topic'), text('x-tongbu-partition'), text('x-tongbu-offset')]).toEqual([
    topic,
    '0',
    '0',
  ]);
  expect(new Date(text('x-tongbu-time') ?? '').getTime()).not.toBeNaN();
});

it('keeps order and loses nothing when a handler fails for a while', async () => {
  const handled: CloudEvent[] = [];
  let failuresLeft = 3;
  await startServer((event) => {
    if (event.id === 'a/5' && failuresLeft-- > 0)
      throw new CodedError('database-away', 'no connection', true);
    handled.push(event);
  });
  await publish(...versions('a', 10), ...versions('b', 10));
  await eventually(() => new Set(idsOf(handled)).size === 20);
  const ofA = idsOf(handled.filter(({ subject }) => subject === 'a'));
  expect([...new Set(ofA)]).toEqual(idsOf(versions('a', 10)));
  // Nothing of the key comes before the event that failed, once it failed.
  expect(ofA.indexOf('a/6')).toBeGreaterThan(ofA.indexOf('a/5'));
  expect(outcomes.filter(({ outcome }) => outcome === 'retry')).toHaveLength(3);
  await eventually(async () => (await kit.committed(groupId, topic)) === 20);
});

it('finishes what is in hand when it closes, and the next one repeats nothing', async () => {
  const handled: CloudEvent[] = [];
  let inHand = 0;
  const slowly: Handle = async (event) => {
    inHand += 1;
    await sleep(20);
    handled.push(event);
    inHand -= 1;
  };
  const first = await startServer(slowly, { concurrency: 4 });
  const events = Array.from({ length: 60 }, (_, index) => thingEvent(`s${index % 7}`, index));
  await publish(...events);
  await eventually(() => handled.length >= 8);
  const closingAt = performance.now();
  await first.close();
  process.stderr.write(`closed within ${Math.round(performance.now() - closingAt)} ms\n`);
  expect(inHand).toBe(0);
  const before = handled.length;
  expect(before).toBeLessThan(60);
  const committed = await kit.committed(groupId, topic);
  await startServer(slowly, { concurrency: 4 });
  await eventually(() => new Set(idsOf(handled)).size === 60);
  // What was done behind a gap at the moment of closing comes again: at most one per lane.
  expect(before - committed).toBeLessThan(4);
  expect(handled.length).toBe(60 + before - committed);
});

it('takes nothing while it is paused, and keeps its place', async () => {
  const handled: CloudEvent[] = [];
  const server = await startServer(
    async (event) => {
      handled.push(event);
      if (handled.length === 3) server.pause();
      await sleep(1);
    },
    { concurrency: 1 },
  );
  await publish(...versions('a', 10));
  await eventually(() => handled.length === 3);
  await eventually(async () => (await kit.committed(groupId, topic)) === 3);
  expect(server.health()).toMatchObject({ joined: true, paused: true });
  expect(handled).toHaveLength(3);
  server.resume();
  await eventually(() => handled.length === 10);
  expect(idsOf(handled)).toEqual(idsOf(versions('a', 10)));
});

it('keeps its membership while a handler takes longer than the session', async () => {
  const handled: CloudEvent[] = [];
  const options = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 1_000 };
  const server = await startServer(async (event) => {
    await sleep(8_000);
    handled.push(event);
  }, options);
  await publish(thingEvent('a', 1));
  await eventually(() => handled.length === 1, { timeoutMs: 15_000 });
  await eventually(async () => (await kit.committed(groupId, topic)) === 1);
  expect(server.health()).toMatchObject({ joined: true, lastCrash: null });
  expect(outcomes).toHaveLength(1);
});

it('loses nothing and keeps order when another member joins in the middle', async () => {
  topic = uniqueName('things');
  await ensureTopics(kit.brokers, [{ name: topic, partitions: 4 }], kit.logger);
  const handled: CloudEvent<Thing>[] = [];
  const handle: Handle = async (event) => {
    await sleep(5);
    handled.push(event);
  };
  const options = { heartbeatIntervalMs: 200, concurrency: 2 };
  await startServer(handle, options);
  const events = Array.from({ length: 1_200 }, (_, index) => thingEvent(`s${index % 12}`, index));
  await publish(...events);
  await eventually(() => handled.length > 50);
  await startServer(handle, options);
  await eventually(() => new Set(idsOf(handled)).size === 1_200, { timeoutMs: 30_000 });
  for (let subject = 0; subject < 12; subject += 1) {
    const ofSubject = handled.filter((event) => event.subject === `s${subject}`);
    const order = [...new Set(ofSubject.map(({ data }) => data.version))];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
  process.stderr.write(`rebalance repeated ${handled.length - 1_200} of 1200\n`);
});
