import { eventually } from '@tongbu/testing';
import { GatewayKit, newSetting, type Gateway } from '../testing/gateway-kit';
import { writeMessage } from '../testing/wechat-messages';
import { WechatPusher } from '../testing/wechat-pusher';

const setting = newSetting();
const apiKey = 'key-of-the-admin-interface';
let kit: GatewayKit;
let gateway: Gateway;
let pusher: WechatPusher;

interface Page {
  readonly items: readonly {
    readonly id: string;
    readonly event: string;
    readonly entity: string;
    message?: string;
  }[];
  readonly next: string | null;
}

async function ask(path: string, body?: object, key = apiKey): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${gateway.service.url}/v1/apps/${setting.appId}/callbacks${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

beforeAll(async () => {
  kit = await GatewayKit.open([{ ...setting, apiKey }]);
  gateway = await kit.start();
  pusher = new WechatPusher(setting);
  for (const order of ['9223372036854775801', '9223372036854775802', '9223372036854775803']) {
    const fields = { order_info: { out_order_id: `SO-${order.at(-1)}`, order_id: order } };
    await pusher.push(gateway.url, writeMessage('open_product_order_pay', fields, 'xml'));
  }
  await pusher.push(gateway.url, writeMessage('complaint_notify', { complaint_info: { state: 1 } }, 'json'));
  await eventually(() => kit.events(setting).length === 4);
});

afterAll(async () => {
  pusher.close();
  await kit.close();
});

it('lets nobody in without the key', async () => {
  expect(await ask('', undefined, 'another key')).toMatchObject({ status: 401 });
});

it('lists what was received, page by page, and shows one with its message', async () => {
  const first = (await ask('?event=open_product_order_pay&limit=2')).json as Page;
  expect(first.items.map(({ entity }) => entity)).toEqual(['SO-1', 'SO-2']);
  const second = (await ask(`?event=open_product_order_pay&limit=2&after=${first.next}`)).json as Page;
  expect(second.items.map(({ entity }) => entity)).toEqual(['SO-3']);
  expect(second.next).toBeNull();
  const one = await ask(`/${second.items[0]?.id}`);
  expect(one).toMatchObject({
    status: 200,
    json: { entity: 'SO-3', message: expect.stringContaining('9223372036854775803') },
  });
});

it('says what a replay would do, does it when told, and goes on where it stopped', async () => {
  const which = { event: 'open_product_order_pay', limit: 2 };
  expect(await ask('/replays', which)).toMatchObject({ status: 202, json: { replayed: 2 } });
  expect(kit.events(setting)).toHaveLength(4);

  const first = (await ask('/replays', { ...which, dryRun: false })).json as { next: string };
  expect(await ask('/replays', { ...which, dryRun: false, after: first.next })).toMatchObject({
    json: { replayed: 1, next: null },
  });
  await eventually(() => kit.events(setting).length === 7);
  const again = kit.events(setting).slice(4);
  expect(again.map(({ subject }) => subject).sort()).toEqual(['SO-1', 'SO-2', 'SO-3']);
  expect(new Set(kit.events(setting).map(({ id }) => id)).size).toBe(7);
  expect(again.map(({ data }) => (data as { body: { order_id: string } }).body.order_id).sort()).toEqual([
    '9223372036854775801',
    '9223372036854775802',
    '9223372036854775803',
  ]);
});

it('replays by time and by id', async () => {
  const complaints = (await ask('?event=complaint_notify')).json as Page;
  const id = complaints.items[0]?.id;
  expect(await ask('/replays', { ids: [id] })).toMatchObject({ json: { replayed: 1 } });
  expect(await ask('/replays', { from: '2020-01-01T00:00:00Z' })).toMatchObject({ json: { replayed: 4 } });
  expect(await ask('/replays', { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toMatchObject({
    json: { replayed: 0 },
  });
});

it.each([
  [{}, 'say which callbacks to replay'],
  [{ from: 'yesterday' }, 'from: expected an RFC 3339 time with an offset'],
  [{ ids: ['1'] }, 'ids.0: expected the id of a callback'],
])('refuses %j and says what was expected', async (body, detail) => {
  expect(await ask('/replays', body)).toMatchObject({
    status: 400,
    json: { detail: expect.stringContaining(detail) },
  });
});
