import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@tongbu/testing';
import { GatewayKit, newSetting, type Gateway } from '../testing/gateway-kit';
import { PostgresProxy } from '../testing/postgres-proxy';
import { WechatPusher } from '../testing/wechat-pusher';
import { writeMessage } from '../testing/wechat-messages';

const settings = {
  twins: newSetting(),
  frozen: newSetting(),
  refusing: newSetting(),
  killed: newSetting(),
  stopped: newSetting(),
};
const pushers = Object.values(settings).map((setting) => new WechatPusher(setting));
const pusherOf = ({ appId }: { readonly appId: string }) =>
  pushers.find(({ setting }) => setting.appId === appId) ?? new WechatPusher(newSetting());

let kit: GatewayKit;
let proxy: PostgresProxy;
let gateway: Gateway;
/** Reaches Postgres through the proxy. */
let proxied: Gateway;

beforeAll(async () => {
  kit = await GatewayKit.open(Object.values(settings));
  proxy = await PostgresProxy.before(kit.database.url);
  [gateway, proxied] = await Promise.all([kit.start(), kit.start(proxy.url)]);
});

afterAll(async () => {
  for (const pusher of pushers) pusher.close();
  await kit.close();
  await proxy.close();
});

let number = 0;
const newMessage = () =>
  writeMessage(
    'open_product_order_pay',
    { order_info: { out_order_id: `SECRET-ORDER-${++number}` } },
    'json',
  );
const SUCCESS = { status: 200, body: 'success' };

test('the same callbacks three times and at once on two gateways are one row and one event each', async () => {
  const pusher = pusherOf(settings.twins);
  const messages = Array.from({ length: 100 }, newMessage);
  const answers = await Promise.all([
    ...messages.map((message) => pusher.push(gateway.url, message)),
    ...messages.toReversed().map((message) => pusher.push(proxied.url, message)),
    ...messages.map((message) => pusher.push(proxied.url, message)),
  ]);
  expect(answers.filter(({ status, body }) => status !== 200 || body !== 'success')).toEqual([]);
  const stored = await kit.stored(settings.twins);
  expect(stored.map(({ message }) => message).sort()).toEqual(messages.sort());
  // Whatever is published twice is published before this one.
  const last = newMessage();
  await pusher.push(gateway.url, last);
  await eventually(() => kit.events(settings.twins).length >= 101);
  expect(new Set(kit.events(settings.twins).map(({ id }) => id)).size).toBe(101);
  expect(kit.events(settings.twins)).toHaveLength(101);
});

test('while Postgres refuses, nothing is acknowledged, and the log holds nothing of the message', async () => {
  const pusher = pusherOf(settings.refusing);
  const message = newMessage();
  await kit.sql.query('ALTER TABLE callback_gateway.callbacks RENAME TO hidden');
  const refused = await pusher.push(gateway.url, message);
  await kit.sql.query('ALTER TABLE callback_gateway.hidden RENAME TO callbacks');
  expect(refused).toMatchObject({ status: 503, body: 'try again' });
  expect(await pusher.push(gateway.url, message)).toMatchObject(SUCCESS);
  const log = gateway.service.log();
  expect(log).toContain('not stored');
  for (const secret of ['SECRET-ORDER', 'OPENID', settings.refusing.token]) expect(log).not.toContain(secret);
});

test.each([
  ['is frozen', () => proxy.freeze(), () => proxy.thaw()],
  [
    'holds the table locked',
    async () => {
      await kit.sql.query('BEGIN');
      await kit.sql.query('LOCK TABLE callback_gateway.callbacks IN ACCESS EXCLUSIVE MODE');
    },
    async () => void (await kit.sql.query('ROLLBACK')),
  ],
])(
  'while Postgres %s, answers come in time and say no; later all is acknowledged',
  async (_how, begin, end) => {
    const pusher = pusherOf(settings.frozen);
    const messages = Array.from({ length: 30 }, newMessage);
    await begin();
    const refused = await Promise.all(messages.map((message) => pusher.push(proxied.url, message)));
    await end();
    expect(new Set(refused.map(({ status, body }) => `${status} ${body}`))).toEqual(
      new Set(['503 try again']),
    );
    expect(Math.max(...refused.map(({ ms }) => ms))).toBeLessThan(4_500);

    const retried = await Promise.all(messages.map((message) => pusher.push(proxied.url, message)));
    expect(new Set(retried.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 success']));
    const stored = (await kit.stored(settings.frozen)).map(({ message }) => message);
    expect(stored.filter((message) => messages.includes(message)).sort()).toEqual(messages.sort());
  },
  20_000,
);

test('killed between commit and answer, it takes the retry for the same callback', async () => {
  const pusher = pusherOf(settings.killed);
  const message = newMessage();
  proxy.freezeAt(createHash('sha256').update(message).digest('hex'));
  const unanswered = expect(pusher.push(proxied.url, message)).rejects.toThrow();
  await eventually(async () => (await kit.stored(settings.killed)).length === 1, { intervalMs: 5 });
  proxied.service.process.signalGroup('SIGKILL');
  await unanswered;
  proxy.thaw();

  expect(await pusher.push(gateway.url, message)).toMatchObject(SUCCESS);
  const last = newMessage();
  expect(await pusher.push(gateway.url, last)).toMatchObject(SUCCESS);
  expect(await kit.stored(settings.killed)).toHaveLength(2);
  await eventually(() => kit.events(settings.killed).length >= 2);
  expect(new Set(kit.events(settings.killed).map(({ id }) => id)).size).toBe(2);
});

test('stopped under load behind a balancer, it fails no request and publishes all it acknowledged', async () => {
  const pusher = pusherOf(settings.stopped);
  const acknowledged: string[] = [];
  const wrong: unknown[] = [];
  const unready = new AbortController();
  const balancer = async () => {
    const probe = () =>
      fetch(`${gateway.service.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (await probe()) await sleep(20);
    unready.abort();
  };
  const sender = async () => {
    while (!unready.signal.aborted) {
      const message = newMessage();
      const answer = await pusher.push(gateway.url, message).catch((error: unknown) => error);
      if (typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 200) {
        acknowledged.push(message);
      } else wrong.push(answer);
    }
  };
  const load = Promise.all([balancer(), ...Array.from({ length: 8 }, sender)]);
  await eventually(() => acknowledged.length > 200);
  const ended = await gateway.service.stop();
  await load;

  expect(wrong).toEqual([]);
  expect(ended.signal).toBe('SIGTERM');
  expect(await kit.stored(settings.stopped)).toHaveLength(acknowledged.length);
  await eventually(() => kit.events(settings.stopped).length >= acknowledged.length);
  expect(new Set(kit.events(settings.stopped).map(({ id }) => id)).size).toBe(acknowledged.length);
});
