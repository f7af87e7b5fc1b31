import { eventually } from '@tongbu/testing';
import { PUSH_EVENTS } from '@tongbu/wechat';
import { GatewayKit, newSetting, type Gateway } from '../testing/gateway-kit';
import { encrypt, frame, newNonce, sign, WechatPusher, type PushSetting } from '../testing/wechat-pusher';
import { ODD_MESSAGES } from '../testing/odd-messages';
import { layoutsOf, SAMPLE_EVENTS } from '../testing/wechat-events';
import { textsOf, writeMessage, type Format } from '../testing/wechat-messages';

const settings = {
  plaintext: newSetting('plaintext'),
  compatible: newSetting('compatible'),
  security: newSetting('security'),
  /** For what must not mix with the deliveries counted elsewhere. */
  odd: newSetting('security'),
  rotating: newSetting('security'),
};
const everything = {
  plaintext: newSetting('plaintext'),
  compatible: newSetting('compatible'),
  security: newSetting('security'),
};
const previous = newSetting();

let kit: GatewayKit;
let gateway: Gateway;
const pushers: WechatPusher[] = [];

function pusherOf(setting: PushSetting): WechatPusher {
  const pusher = new WechatPusher(setting);
  pushers.push(pusher);
  return pusher;
}

beforeAll(async () => {
  kit = await GatewayKit.open(
    [...Object.values(settings), ...Object.values(everything)].map((setting) =>
      setting === settings.rotating
        ? { ...setting, previousToken: previous.token, previousEncodingAesKey: previous.encodingAesKey }
        : setting,
    ),
  );
  gateway = await kit.start();
});

afterAll(async () => {
  for (const pusher of pushers) pusher.close();
  await kit.close();
});

const SUCCESS = { status: 200, body: 'success' };
const FORMATS: readonly Format[] = ['json', 'xml'];
const MODES = ['plaintext', 'compatible', 'security'] as const;

test.each(['plaintext', 'security'] as const)(
  'the address of an account in %s mode is verified by GET',
  async (mode) => {
    const pusher = pusherOf(settings[mode]);
    const query = { ...pusher.query(settings[mode].token), echostr: '5838479218127813673 <b>"+&' };
    expect(await pusher.send(gateway.url, { method: 'GET', query })).toMatchObject({
      status: 200,
      body: query.echostr,
    });
    const forged = { ...query, signature: sign('another-token', query.timestamp, query.nonce) };
    expect(await pusher.send(gateway.url, { method: 'GET', query: forged })).toMatchObject({
      status: 403,
      body: 'refused',
    });
    expect(await kit.stored(settings[mode])).toEqual([]);
  },
);

test("the documentation's check value of a signature", () => {
  expect(sign('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78');
});

test.each(MODES)(
  'a product audit in %s mode, JSON and XML, nested and flattened, is stored and published in one shape',
  async (mode) => {
    const setting = settings[mode];
    const pusher = pusherOf(setting);
    const sample = SAMPLE_EVENTS['open_product_spu_audit'] ?? { fields: {} };
    const messages = FORMATS.flatMap((format) =>
      layoutsOf(sample).map((fields) => writeMessage('open_product_spu_audit', fields, format)),
    );
    for (const message of messages) expect(await pusher.push(gateway.url, message)).toMatchObject(SUCCESS);

    const stored = await kit.stored(setting);
    expect(stored.map(({ message }) => message).sort()).toEqual(messages.sort());
    expect(stored.map(({ format }) => format).sort()).toEqual(['json', 'json', 'xml', 'xml']);
    await eventually(() => kit.events(setting).length === 4);
    for (const event of kit.events(setting)) {
      expect(event).toMatchObject({ type: 'wechat.callback.received.v1', subject: 'P-2207' });
      expect(event.data).toMatchObject({
        event: 'open_product_spu_audit',
        entity: 'P-2207',
        body: textsOf(sample.fields),
      });
    }
  },
);

test('there is a sample of every event of the documentation', () => {
  expect(Object.keys(SAMPLE_EVENTS).sort()).toEqual(Object.keys(PUSH_EVENTS).sort());
  expect(Object.keys(SAMPLE_EVENTS)).toHaveLength(36);
});

test.each(MODES)(
  'every event in %s mode, JSON and XML, nested and flattened, is published with all its digits',
  async (mode) => {
    const setting = everything[mode];
    const pusher = pusherOf(setting);
    const pushes = Object.entries(SAMPLE_EVENTS).flatMap(([name, sample]) =>
      layoutsOf(sample).flatMap((fields) =>
        FORMATS.map((format) => ({ name, sample, message: writeMessage(name, fields, format), format })),
      ),
    );
    const answers = await Promise.all(pushes.map(({ message }) => pusher.push(gateway.url, message)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 success']));

    const stored = await kit.stored(setting);
    const byMessage = new Map(stored.map((row) => [row.message, row]));
    for (const { name, sample, message, format } of pushes) {
      expect(byMessage.get(message)).toMatchObject({ event: name, entity: sample.entity ?? null, format });
    }
    await eventually(() => kit.events(setting).length === pushes.length);
    const published = kit.events(setting).map(({ subject, data }) => ({ subject, data }));
    for (const { name, sample } of pushes) {
      const expected = { event: name, entity: sample.entity ?? null, body: textsOf(sample.fields) };
      expect(published).toContainEqual({
        subject: sample.entity ?? name,
        data: { ...expected, createTime: expect.any(String) },
      });
      const layouts = layoutsOf(sample).length * FORMATS.length;
      const same = published.filter(({ data }) => (data as { event: string }).event === name);
      expect(same).toHaveLength(layouts);
      for (const one of same) expect(one.data).toMatchObject(expected);
    }
  },
  30_000,
);

test('while token and key are being changed, the old ones count as well as the new ones', async () => {
  const { appId } = settings.rotating;
  const combinations = [settings.rotating, previous].flatMap(({ token }) =>
    [settings.rotating, previous].map(({ encodingAesKey }) => ({ token, encodingAesKey })),
  );
  for (const { token, encodingAesKey } of combinations) {
    const pusher = pusherOf({ appId, token, encodingAesKey, mode: 'security' });
    const message = writeMessage('complaint_notify', { complaint_info: { state: 1 } }, 'json');
    expect(await pusher.push(gateway.url, message)).toMatchObject(SUCCESS);
  }
  expect(await kit.stored(settings.rotating)).toHaveLength(4);
});

test('what is odd is stored and acknowledged all the same, and harms nothing that comes with it', async () => {
  const pusher = pusherOf(settings.odd);
  const ordinary = Array.from({ length: 20 }, (_, at) =>
    writeMessage('aftersale_user_cancel', { aftersale_info: { aftersale_id: at + 1 } }, 'json'),
  );
  const odd = Object.values(ODD_MESSAGES);
  const messages = [...odd.map(({ message }) => message), ...ordinary];
  const answers = await Promise.all(messages.map((message) => pusher.push(gateway.url, message)));
  expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual(messages.map(() => '200 success'));

  const stored = await kit.stored(settings.odd);
  expect(stored).toHaveLength(messages.length);
  const told = odd.filter(({ subject }) => subject !== undefined);
  await eventually(() => kit.events(settings.odd).length >= told.length + ordinary.length);
  const events = kit.events(settings.odd);
  expect(events).toHaveLength(told.length + ordinary.length);
  for (const { message, event, subject, stored: text } of odd) {
    const rows = stored.filter((row) =>
      text === undefined ? row.message === message : row.message.includes(text),
    );
    expect(rows.map((row) => row.event)).toEqual([event]);
    if (subject !== undefined) expect(events.map((one) => one.subject)).toContain(subject);
  }

  const again = await Promise.all(messages.map((message) => pusher.push(gateway.url, message)));
  expect(again.map(({ status }) => status)).toEqual(messages.map(() => 200));
  expect(await kit.stored(settings.odd)).toHaveLength(messages.length);
});

test('in compatible mode only what is encrypted counts', async () => {
  const setting = settings.compatible;
  const pusher = pusherOf(setting);
  const [real, forged] = ['real', 'forged'].map((name) => writeMessage(name, {}, 'json'));
  const sealed = encrypt(frame(real ?? '', setting.appId), setting.encodingAesKey);
  const answer = await pusher.send(gateway.url, pusher.envelope(sealed, 'json', forged));
  expect(answer).toMatchObject(SUCCESS);
  const names = (await kit.stored(setting)).map(({ event }) => event);
  expect(names).toContain('real');
  expect(names).not.toContain('forged');
});

test('a retry under a new nonce and ciphertext, and one with another content type, is the same callback', async () => {
  const setting = settings.security;
  const pusher = pusherOf(setting);
  const message = writeMessage('repeated', { id: newNonce() }, 'json');
  for (const type of [
    'application/json',
    'text/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ]) {
    const delivery = pusher.delivery(message);
    const answer = await pusher.send(gateway.url, { ...delivery, headers: { 'content-type': type } });
    expect(answer).toMatchObject(SUCCESS);
  }
  expect((await kit.stored(setting)).filter((row) => row.message === message)).toHaveLength(1);
  await eventually(() => kit.events(setting).some(({ subject }) => subject === 'repeated'));
  expect(kit.events(setting).filter(({ subject }) => subject === 'repeated')).toHaveLength(1);
});

test('the time to answer is measured', async () => {
  const pusher = pusherOf(settings.plaintext);
  const query = { ...pusher.query(settings.plaintext.token), echostr: '1' };
  await pusher.send(gateway.url, { method: 'GET', query });
  const metrics = await (await fetch(`${gateway.service.url}/metrics`)).text();
  const [, seconds] = /^tongbu_callback_seconds_sum\{.*outcome="verified".*\} (\S+)$/m.exec(metrics) ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
});
