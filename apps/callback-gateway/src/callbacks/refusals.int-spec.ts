import { GatewayKit, newSetting, type Gateway } from '../testing/gateway-kit';
import { rawConnection } from '../testing/raw-connection';
import { encrypt, frame, sign, WechatPusher, type PushAnswer } from '../testing/wechat-pusher';
import { writeMessage } from '../testing/wechat-messages';

const [setting, plain, foreign] = [newSetting(), newSetting('plaintext'), newSetting()];
const { appId, token, encodingAesKey } = setting;
const pusher = new WechatPusher(setting);
const plainPusher = new WechatPusher(plain);

let kit: GatewayKit;
let gateway: Gateway;

beforeAll(async () => {
  kit = await GatewayKit.open([setting, plain, foreign]);
  gateway = await kit.start();
});

afterEach(async () => {
  expect([...(await kit.stored(setting)), ...(await kit.stored(plain))]).toEqual([]);
});

afterAll(async () => {
  const message = writeMessage('after_all_that', {}, 'json');
  expect(await pusher.push(gateway.url, message)).toMatchObject({ status: 200, body: 'success' });
  for (const one of [pusher, plainPusher]) one.close();
  await kit.close();
});

type Delivery = Parameters<WechatPusher['send']>[1];

const MESSAGE = writeMessage(
  'open_product_order_pay',
  { order_info: { out_order_id: 'SECRET-ORDER' } },
  'json',
);
const good = () => pusher.delivery(MESSAGE);
const sealed = (plaintext: Buffer, pad?: number) =>
  pusher.envelope(encrypt(plaintext, encodingAesKey, pad), 'json');
const without = (name: string): Delivery => {
  const { query, body } = good();
  return { query: Object.fromEntries(Object.entries(query).filter(([key]) => key !== name)), body };
};
const twice = (name: string): Delivery => {
  const { query, body } = good();
  return { query: { ...query, [name]: [query[name] ?? '', query[name] ?? ''] }, body };
};
const bomb = `<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

/** What each is counted as, and the request. */
const REFUSED: Record<string, readonly [outcome: string, request: () => Delivery]> = {
  'no query': ['missing-query', () => ({ query: {}, body: good().body })],
  'no timestamp': ['missing-query', () => without('timestamp')],
  'no nonce': ['missing-query', () => without('nonce')],
  'no msg_signature': ['missing-query', () => without('msg_signature')],
  'no encrypt_type': ['mode-mismatch', () => without('encrypt_type')],
  'two timestamps': ['missing-query', () => twice('timestamp')],
  'two signatures': ['missing-query', () => twice('msg_signature')],
  'plaintext for an account in security mode': [
    'mode-mismatch',
    () => ({ query: pusher.query(token), body: MESSAGE }),
  ],
  'the signature of another message': [
    'bad-signature',
    () => ({ ...good(), body: sealed(frame(MESSAGE, appId)).body }),
  ],
  'a signature by another token': [
    'bad-signature',
    () => new WechatPusher({ ...setting, token: foreign.token }).delivery(MESSAGE),
  ],
  'the plain signature in the place of msg_signature': [
    'bad-signature',
    () => {
      const { query, body } = good();
      return { query: { ...query, msg_signature: query['signature'] ?? '' }, body };
    },
  ],
  'padding of 0': ['bad-padding', () => sealed(frame(MESSAGE, appId), 0)],
  'padding of 33': ['bad-padding', () => sealed(frame(MESSAGE, appId), 33)],
  'another key': [
    // Whatever the last byte happens to be: what comes out is not ours.
    'bad-',
    () => pusher.envelope(encrypt(frame(MESSAGE, appId), foreign.encodingAesKey), 'json'),
  ],
  'a length beyond the end': ['bad-length', () => sealed(frame(MESSAGE, appId, 100_000))],
  'another appId inside': ['wrong-appid', () => sealed(frame(MESSAGE, foreign.appId))],
  'bytes inside that are not UTF-8': [
    'bad-length',
    () => sealed(frame(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), appId)),
  ],
  'a message inside that is cut off': ['malformed', () => sealed(frame(MESSAGE.slice(0, -5), appId))],
  'entities inside': [
    'malformed',
    () => sealed(frame(`${bomb}<xml><CreateTime>1</CreateTime><Event>&b;</Event></xml>`, appId)),
  ],
  'not base64': ['bad-ciphertext', () => pusher.envelope('%%%%', 'json')],
  'half a cipher block': ['bad-ciphertext', () => pusher.envelope('AAAA', 'json')],
  'no body': ['malformed', () => ({ query: good().query })],
  'no Encrypt': ['malformed', () => ({ query: good().query, body: '{"ToUserName":"gh_x"}' })],
  'Encrypt as an object': ['malformed', () => ({ query: good().query, body: '{"Encrypt":{"a":"b"}}' })],
  'a list': ['malformed', () => ({ query: good().query, body: '["Encrypt"]' })],
  'an envelope that is cut off': ['malformed', () => ({ ...good(), body: good().body.slice(0, -10) })],
  'an envelope that is not UTF-8': [
    'malformed',
    () => ({ query: good().query, body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }),
  ],
  'an envelope of nothing but depth': [
    'malformed',
    () => ({ query: good().query, body: `{"a":${'['.repeat(100_000)}` }),
  ],
  'an envelope with entities': [
    'malformed',
    () => {
      const { query, body } = pusher.delivery('<xml></xml>');
      return { query, body: `<?xml version="1.0"?>${bomb}${body}` };
    },
  ],
  'a form': [
    'malformed',
    () => ({
      query: good().query,
      body: 'Encrypt=AAAA',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  ],
};

const refused = (answer: PushAnswer) => {
  const { date: _date, ...headers } = answer.headers;
  return { status: answer.status, body: answer.body, headers };
};

async function counted(outcome: string): Promise<number> {
  const page = await (await fetch(`${gateway.service.url}/metrics`)).text();
  const lines = page.split('\n').filter((line) => line.startsWith('tongbu_callbacks_total{'));
  return lines
    .filter((line) => line.includes(`outcome="${outcome}`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test.each(Object.entries(REFUSED))('%s', async (_name, [outcome, delivery]) => {
  const before = await counted(outcome);
  const answers: PushAnswer[] = [];
  for (let time = 0; time < 3; time++) answers.push(await pusher.send(gateway.url, delivery()));
  const [first, ...rest] = answers.map(refused);
  expect(first).toMatchObject({ status: 403, body: 'refused' });
  expect(rest).toEqual([first, first]);
  expect(Math.min(...answers.map(({ ms }) => ms))).toBeLessThan(50);
  expect(await counted(outcome)).toBe(before + 3);
});

test('bad signature, bad padding and wrong appId look the same to the sender', async () => {
  const names = ['a signature by another token', 'padding of 0', 'padding of 33', 'another appId inside'];
  const answers = await Promise.all(
    names.map((name) => pusher.send(gateway.url, REFUSED[name]?.[1]() ?? { query: {} })),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(refused(answer)))).size).toBe(1);
});

test('in plaintext mode, what is not signed or cannot be read', async () => {
  const query = plainPusher.query(plain.token);
  const send = (given: Delivery) => plainPusher.send(gateway.url, given);
  const stale = { ...query, signature: sign(token, query.timestamp, query.nonce) };
  expect(await send({ query: stale, body: MESSAGE })).toMatchObject({ status: 403, body: 'refused' });
  expect(await send({ query: { ...query, encrypt_type: 'aes' }, body: MESSAGE })).toMatchObject({
    status: 403,
  });
  expect(await send({ query, body: 'hello' })).toMatchObject({ status: 403, body: 'refused' });
});

test.each<[string, number, Partial<Delivery>]>([
  ['another mini program', 404, { path: '/callbacks/wx0000000000000000' }],
  ['no mini program', 404, { path: '/callbacks/' }],
  ['health', 404, { path: '/health/ready', method: 'GET' }],
  ['metrics', 404, { path: '/metrics', method: 'GET' }],
  ['HEAD', 404, { method: 'HEAD' }],
  ['PUT', 404, { method: 'PUT' }],
  ['OPTIONS', 404, { method: 'OPTIONS' }],
  ['an address that cannot be decoded', 400, { path: '/callbacks/%zz' }],
  ['an address of 1 000 characters', 404, { path: `/callbacks/${'w'.repeat(1_000)}` }],
  ['a query of 20 KB', 431, { query: { nonce: 'n'.repeat(20_000) } }],
])('%s is answered with %i', async (_name, status, request) => {
  const { query, body } = good();
  // Node's client would send the body of a GET without a length, as the beginning of the next request.
  const answer = await pusher.send(gateway.url, { query, ...(request.method ? {} : { body }), ...request });
  expect(answer.status).toBe(status);
  expect(answer.body).toBe(request.method === 'HEAD' ? '' : status === 404 ? 'not found' : 'refused');
});

const HEAD = `POST /callbacks/${appId}?nonce=1 HTTP/1.1\r\nHost: gateway\r\n`;
const TEN_MB = 10 * 1024 * 1024;

test.each([
  ['with its length', { 'content-length': String(TEN_MB) }],
  ['in chunks', { 'transfer-encoding': 'chunked' }],
])('the sender of 10 MB %s hears the refusal', async (_name, headers) => {
  const body = Buffer.alloc(TEN_MB, 'a');
  const times: number[] = [];
  // The gateway's own time is meant: of ten, one finds the machine free for it.
  while (times.length < 10 && !times.some((ms) => ms < 50)) {
    const answer = await pusher.send(gateway.url, { query: good().query, body, headers });
    expect(answer).toMatchObject({ status: 413, body: 'refused' });
    times.push(answer.ms);
  }
  expect(Math.min(...times)).toBeLessThan(50);
});

test('10 MB are refused before they have been sent', async () => {
  const chunk = 'a'.repeat(257 * 1024);
  const begun = [
    `${HEAD}Content-Length: ${TEN_MB}\r\n\r\n`,
    `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}`,
  ];
  const heard = await Promise.all(begun.map((text) => rawConnection(gateway.url, (write) => write(text))));
  for (const answer of heard) expect(answer).toMatch(/^HTTP\/1.1 413 /);
});

test('a request that breaks off, and bytes that are no request', async () => {
  await rawConnection(gateway.url, (write, end) => {
    write(`${HEAD}Content-Length: 1000\r\n\r\n{"Encrypt"`);
    end();
  });
  expect(await rawConnection(gateway.url, (write) => write('\x16\x03\x01\x02 hello\r\n\r\n'))).toMatch(
    /^HTTP\/1.1 400 .*refused$/s,
  );
});

test('a sender that trickles its request is sent away after 3 s', async () => {
  const before = await counted('too-slow');
  const startedAt = performance.now();
  const trickle = (begin: string, piece: string) =>
    rawConnection(gateway.url, (write) => {
      write(begin);
      const timer = setInterval(() => write(piece), 100);
      setTimeout(() => clearInterval(timer), 4_500);
    });
  const heard = await Promise.all([
    trickle(HEAD, 'x-slow: 1\r\n'),
    trickle(`${HEAD}Content-Length: 100000\r\n\r\n`, 'a'),
  ]);
  expect(performance.now() - startedAt).toBeLessThan(4_400);
  for (const answer of heard) expect(answer).toMatch(/^HTTP\/1.1 408 .*refused$/s);
  expect(await counted('too-slow')).toBe(before + 2);
});

test('nothing of all that is in the log', () => {
  const log = gateway.service.log();
  expect(log).toContain('waiting for callbacks');
  for (const secret of [token, encodingAesKey, plain.token, 'SECRET-ORDER', 'OPENID', 'Encrypt']) {
    expect(log).not.toContain(secret);
  }
});
