import type { Database } from '@tongbu/platform';
import { eventually, uniqueName } from '@tongbu/testing';
import type { KafkaMessage } from 'kafkajs';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { KafkaKit } from './testing/kafka-kit';
import { createMessagingDatabase } from './testing/messaging-database';
import { outgoingThing, thingRegistry } from './testing/things';
import { ensureTopics } from './topics';

const NOWHERE = ['127.0.0.1:1'];

let kit: KafkaKit;
let topic: string;
let database: Database;
let drop: () => Promise<void>;
let outbox: Outbox;
let relays: OutboxRelay[];

beforeEach(async () => {
  kit = new KafkaKit();
  topic = uniqueName('things');
  relays = [];
  ({ database, drop } = await createMessagingDatabase());
  outbox = new Outbox(thingRegistry(topic));
  await ensureTopics(kit.brokers, [{ name: topic, partitions: 4 }], kit.logger);
});

afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await kit.close();
  await drop();
});

function startRelay(brokers: readonly string[] = kit.brokers): OutboxRelay {
  const relay = new OutboxRelay({ database, brokers, clientId: 'relay', logger: kit.logger });
  relays.push(relay);
  relay.start();
  return relay;
}

/** Commits versions of some things, each version in a transaction of its own, versions of one thing one after another. */
async function commitVersions(subjects: number, versions: number, from = 0): Promise<void> {
  const write = async (subject: string) => {
    for (let version = from; version < from + versions; version += 1) {
      await database.transaction((tx) => outbox.add(tx, [outgoingThing(subject, version)]));
      relays.forEach((relay) => relay.nudge());
    }
  };
  await Promise.all(Array.from({ length: subjects }, (_, index) => write(`s${index}`)));
}

/** Versions per key, in the order in which Kafka has them. */
function versionsByKey(messages: readonly KafkaMessage[]): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (const { key, value } of messages) {
    const name = String(key);
    const { version } = JSON.parse(String(value)) as { version: number };
    byKey.set(name, [...(byKey.get(name) ?? []), version]);
  }
  return byKey;
}

const upTo = (count: number) => Array.from({ length: count }, (_, version) => version);
const owned = () => relays.reduce((sum, relay) => sum + relay.health().buckets, 0);

it('publishes 2,000 versions of ten things in order, with two relays at work', async () => {
  startRelay();
  startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => owned() === 16);
  await commitVersions(10, 200);
  await eventually(() => seen.length >= 2_000);
  const byKey = versionsByKey(seen);
  expect(byKey.size).toBe(10);
  for (const versions of byKey.values()) expect(versions).toEqual(upTo(200));
  const [latency] = await database.query<{ p50: number; p99: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS p99
     FROM (SELECT extract(epoch FROM published_at - created_at)::float8 * 1000 AS ms FROM outbox) latencies`,
  );
  process.stderr.write(
    `commit to ack: p50 ${latency?.p50.toFixed(1)} ms, p99 ${latency?.p99.toFixed(1)} ms\n`,
  );
  expect(await relays[0]?.lag()).toEqual({ unpublished: 0, oldestMs: 0 });
});

it('publishes 10,000 versions of one thing in order, while relays come and go', async () => {
  startRelay();
  startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => owned() === 16);
  const writing = (async () => {
    for (let from = 0; from < 10_000; from += 50) {
      const versions = Array.from({ length: 50 }, (_, index) => outgoingThing('s0', from + index));
      await database.transaction((tx) => outbox.add(tx, versions));
      relays.forEach((relay) => relay.nudge());
    }
  })();
  for (const published of [1_000, 3_000, 5_000, 7_000]) {
    await eventually(() => seen.length >= published);
    startRelay();
    await relays.shift()?.stop();
  }
  await writing;
  await eventually(() => seen.length >= 10_000);
  expect([...versionsByKey(seen).values()]).toEqual([upTo(10_000)]);
});

it('hands over to another relay when it stops, having published what was committed', async () => {
  const first = startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => owned() === 16);
  const second = startRelay();
  expect(second.health().buckets).toBe(0);
  await commitVersions(5, 20);
  await first.stop();
  expect((await second.lag()).unpublished).toBe(0);
  await commitVersions(5, 20, 20);
  await eventually(() => seen.length >= 200);
  for (const versions of versionsByKey(seen).values()) expect(versions).toEqual(upTo(40));
});

it('takes its buckets again after its connection was cut', async () => {
  const relay = startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => owned() === 16);
  await commitVersions(3, 10);
  const cut = await database.query<{ cut: boolean }>(
    `SELECT pg_terminate_backend(pid) AS cut FROM pg_locks
     WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     GROUP BY pid`,
  );
  expect(cut).toEqual([{ cut: true }]);
  await commitVersions(3, 10, 10);
  await eventually(async () => relay.health().failure === null && (await relay.lag()).unpublished === 0);
  await eventually(() => [...versionsByKey(seen).values()].every((versions) => versions.includes(19)));
  // The page in hand may be repeated, the order of first appearance may not change.
  for (const versions of versionsByKey(seen).values()) expect([...new Set(versions)]).toEqual(upTo(20));
  expect(owned()).toBe(16);
});

it('repeats under the same event id what Kafka has taken when it dies before it has noted that', async () => {
  await database.query(
    `CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$`,
  );
  await database.query(`CREATE TRIGGER hold BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION hold()`);
  const holder = await database.session();
  await holder.query(`SELECT pg_advisory_lock(42)`);
  startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => owned() === 16);
  await commitVersions(1, 1);
  await eventually(() => seen.length === 1);
  await eventually(async () => {
    const killed = await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE wait_event = 'advisory' AND datname = current_database()`,
    );
    return killed.length === 1;
  });
  await holder.query(`SELECT pg_advisory_unlock(42)`);
  await holder.release();
  await eventually(() => seen.length === 2);
  const ids = seen.map(({ headers }) => String(headers?.['ce_id']));
  expect(ids[1]).toBe(ids[0]);
  await eventually(async () => (await relays[0]?.lag())?.unpublished === 0);
  expect(seen).toHaveLength(2);
});

it('keeps everything while Kafka is away, says so, and lets another relay try', async () => {
  const relay = startRelay(NOWHERE);
  await commitVersions(2, 5);
  await eventually(() => relay.health().failure !== null);
  const { unpublished, oldestMs } = await relay.lag();
  expect(unpublished).toBe(10);
  expect(oldestMs).toBeGreaterThan(0);
  const seen = await kit.follow(topic);
  startRelay();
  await eventually(() => seen.length >= 10, { timeoutMs: 20_000 });
  for (const versions of versionsByKey(seen).values()) expect(versions).toEqual(upTo(5));
}, 40_000);

it('publishes in binary mode, with everything a consumer needs', async () => {
  startRelay();
  const seen = await kit.follow(topic);
  await commitVersions(1, 1);
  await eventually(() => seen.length === 1);
  const headers = Object.fromEntries(
    Object.entries(seen[0]?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  expect(String(seen[0]?.key)).toBe('wx0123456789abcdef:s0');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: 's0/0',
    ce_appid: 'wx0123456789abcdef',
    ce_time: '2026-03-02T04:05:06.000Z',
  });
});

it('splits what is too big for one request', async () => {
  const note = 'x'.repeat(400_000);
  const events = upTo(5).map((version) => ({ ...outgoingThing('big', version), data: { version, note } }));
  await database.transaction((tx) => outbox.add(tx, events));
  startRelay();
  const seen = await kit.follow(topic);
  await eventually(() => seen.length === 5);
  expect([...versionsByKey(seen).values()]).toEqual([upTo(5)]);
});
