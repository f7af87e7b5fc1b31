import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@tongbu/testing';
import { decryptPush, parseJson } from '@tongbu/wechat';
import { accountSchema } from './accounts/account';
import { DEMO_ACCOUNT } from './accounts/demo-account';
import { readyLines } from './ready-lines';
import { runSimulator, type RunningSimulator } from './run';

const APP_ID = DEMO_ACCOUNT.appId;
let running: RunningSimulator;
let shop: Server;
let pushed: { query: URLSearchParams; body: string }[] = [];
let echoes = true;
let onPush: () => void = () => undefined;

beforeEach(async () => {
  pushed = [];
  echoes = true;
  shop = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'GET') {
        response.end(echoes ? searchParams.get('echostr') : 'hello');
        return;
      }
      pushed.push({ query: searchParams, body: Buffer.concat(chunks).toString('utf8') });
      response.end('success');
      onPush();
    });
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const { port } = shop.address() as AddressInfo;
  const account = accountSchema.parse({
    ...DEMO_ACCOUNT,
    callbackUrl: `http://127.0.0.1:${port}/push?shop=1`,
    simulator: { auditDelayMs: { min: 0, max: 0 } },
  });
  running = await runSimulator({ host: '127.0.0.1', port: 0, controlPort: 0, seed: 1, accounts: [account] });
});

afterEach(async () => {
  await running.close();
  await new Promise((resolve) => shop.close(resolve));
});

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${running.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return parseJson(await response.text()) as Record<string, unknown>;
}

async function token(): Promise<string> {
  const { appId: appid, secret } = DEMO_ACCOUNT;
  const granted = await post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret });
  return String(granted['access_token']);
}

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${running.controlUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          body: body === '{' ? body : JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

function openedPush({ body }: { body: string }): Record<string, { status: unknown }> {
  const { Encrypt } = JSON.parse(body) as { Encrypt: string };
  const { encodingAesKey } = DEMO_ACCOUNT;
  const opened = decryptPush({ encodingAesKey, appId: APP_ID, encrypt: Encrypt });
  if (!opened.ok) throw new Error('it cannot be decrypted');
  return parseJson(opened.message) as Record<string, { status: unknown }>;
}

async function addProduct(
  access: string,
  id: string,
  title = '青瓷手作茶杯',
  brandId = 2_100_000_000,
): Promise<Record<string, unknown>> {
  const form = new FormData();
  form.set('resp_type', '1');
  form.set('upload_type', '1');
  form.set('img_url', `https://shop.test/${id}.jpg`);
  const upload = await fetch(`${running.url}/shop/img/upload?access_token=${access}`, {
    method: 'POST',
    body: form,
  });
  const { img_info } = (await upload.json()) as { img_info: { temp_img_url: string } };
  const image = img_info.temp_img_url;
  return post(`/shop/spu/add?access_token=${access}`, {
    out_product_id: id,
    title,
    path: `pages/item?id=${id}`,
    head_img: [image],
    third_cat_id: 19_000_202,
    brand_id: brandId,
    scene_group_list: [1],
    skus: [
      {
        out_product_id: id,
        out_sku_id: `${id}-A`,
        thumb_img: image,
        sale_price: 5_900,
        market_price: 7_900,
        stock_num: 4,
        sku_attrs: [],
      },
    ],
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const nextPush = () => new Promise<void>((resolve) => (onPush = resolve));

describe('the running simulator', () => {
  it('takes a product from upload to the signed, encrypted verdict', async () => {
    const verdict = nextPush();
    expect(await addProduct(await token(), 'P1')).toMatchObject({ errcode: 0 });
    await verdict;
    const { query, body } = pushed[0] ?? { query: new URLSearchParams(), body: '{}' };
    expect(query.get('shop')).toBe('1');
    expect(openedPush({ body })).toMatchObject({
      OpenProductSpuAudit: { out_product_id: 'P1' },
    });
    expect(await control('GET', `/v1/apps/${APP_ID}/products/P1`)).toMatchObject({
      status: 200,
      body: { status: 5, editStatus: 4, applied: { add: 1 }, productId: expect.stringMatching(/^\d{19}$/) },
    });
  });

  it('answers with HTTP 200 whatever is wrong, without a content type too', async () => {
    const bare = await fetch(`${running.url}/shop/nothing`, { method: 'POST', body: Buffer.from('x') });
    expect(bare.status).toBe(200);
    expect(await bare.json()).toMatchObject({
      errcode: 40066,
      errmsg: expect.stringMatching(/ rid: [0-9a-f-]{26}$/),
    });
    const get = await fetch(`${running.url}/shop/spu/get`);
    expect(await get.json()).toMatchObject({ errcode: 43002 });
  });

  it('lets the test decide audits, take down and restore', async () => {
    await control('PUT', `/v1/apps/${APP_ID}/audit-delay`, { min: 600_000, max: 600_000 });
    await addProduct(await token(), 'P1');
    const product = `/v1/apps/${APP_ID}/products/P1`;
    const noReason = await control('POST', `${product}/audit`, { verdict: 'reject' });
    expect(noReason).toMatchObject({ status: 400, body: { field: 'reason' } });
    expect(await control('POST', `${product}/audit`, { verdict: 'approve' })).toMatchObject({
      body: { status: 5 },
    });
    expect((await control('POST', `${product}/audit`, { verdict: 'approve' })).status).toBe(409);
    expect(await control('POST', `${product}/take-down`, { reason: '违规' })).toMatchObject({
      body: { status: 13 },
    });
    expect(await control('POST', `${product}/restore`)).toMatchObject({ body: { status: 5 } });
    expect((await control('POST', `/v1/apps/${APP_ID}/products/none/restore`)).status).toBe(404);
  });

  it('names the field of wrong control input', async () => {
    const app = `/v1/apps/${APP_ID}`;
    const cases: [string, string, unknown, string][] = [
      ['PUT', `${app}/audit-delay`, { min: 5, max: 1 }, 'min'],
      ['PUT', `${app}/audit-rules`, [{ match: {}, verdict: 'maybe' }], '0.verdict'],
      ['PUT', `${app}/quotas`, { spuSubmitPerHour: -1 }, 'spuSubmitPerHour'],
      ['PUT', `${app}/quotas`, { nothing: 1 }, 'nothing'],
      ['PUT', `${app}/callback-url`, { callbackUrl: 'x' }, 'callbackUrl'],
      ['PUT', `${app}/approved-categories`, [5], '0'],
      ['POST', '/v1/faults', { kind: 'x' }, 'kind'],
      ['POST', '/v1/faults', { kind: 'drop', path: '/x' }, 'path'],
      ['POST', '/v1/faults', { kind: 'errcode' }, 'code'],
      ['POST', '/v1/faults', { kind: 'errcode', code: 0 }, 'code'],
      ['POST', '/v1/faults', { kind: 'html', code: 5 }, 'code'],
      ['POST', '/v1/faults', { kind: 'not-submitted', path: '/shop/spu/get' }, 'path'],
      ['POST', '/v1/faults', { kind: 'contradict', path: '/x' }, 'path'],
      ['POST', '/v1/faults', { kind: 'reset', appId: 'wx0' }, 'appId'],
      ['GET', '/v1/calls?limit=x', undefined, 'limit'],
      ['PUT', `${app}/quotas`, '{', 'body'],
    ];
    for (const [method, path, body, field] of cases) {
      expect(await control(method, path, body)).toMatchObject({ status: 400, body: { field } });
    }
  });

  it('changes settings, keeps what a partial quota leaves out, and forgets all on reset', async () => {
    const quotas = await control('PUT', `/v1/apps/${APP_ID}/quotas`, { spuSubmitPerHour: 1 });
    expect(quotas).toMatchObject({
      status: 200,
      body: { quotas: { spuSubmitPerHour: 1, spuSubmitPerDay: 1000 } },
    });
    const access = await token();
    expect([await addProduct(access, 'A'), await addProduct(access, 'B')]).toMatchObject([
      { errcode: 0 },
      { errcode: 45011 },
    ]);
    expect(await control('GET', '/v1/stats')).toMatchObject({
      body: {
        apps: [
          {
            endpoints: { '/shop/spu/add': { total: 2, accepted: 1, quotaRefusals: 1 } },
            addsApplied: { A: 1 },
          },
        ],
      },
    });
    expect((await control('POST', '/v1/reset')).status).toBe(204);
    expect(await control('GET', `/v1/apps/${APP_ID}/products`)).toEqual({ status: 200, body: [] });
    expect(await control('GET', '/v1/apps')).toMatchObject({
      body: [{ settings: { quotas: { spuSubmitPerHour: 200 } } }],
    });
  });

  it('does what faults ask for on the wire', async () => {
    const access = await token();
    const check = () =>
      fetch(`${running.url}/shop/register/check?access_token=${access}`, { method: 'POST', body: '{}' });
    for (const kind of ['http-500', 'html', 'reset'])
      await control('POST', '/v1/faults', { kind, path: '/shop/register/check' });
    expect((await check()).status).toBe(500);
    const html = await check();
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await expect(check()).rejects.toThrow();
    await control('POST', '/v1/faults', { kind: 'applied-but-timed-out', path: '/shop/spu/add', ms: 0 });
    await expect(addProduct(access, 'P1')).rejects.toThrow();
    expect(await addProduct(access, 'P1')).toMatchObject({ errcode: 1000012 });
    const { body } = await control('GET', '/v1/calls?limit=1');
    expect(body).toMatchObject([{ path: '/shop/spu/add', errcode: 1000012, appId: APP_ID }]);
  });

  it('sets a callback URL only when the receiver echoes', async () => {
    const path = `/v1/apps/${APP_ID}/callback-url`;
    const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/other`;
    echoes = false;
    expect(await control('PUT', path, { callbackUrl, layout: 'flat' })).toMatchObject({
      status: 400,
      body: { error: 'not-verified', field: 'callbackUrl' },
    });
    expect(running.simulator.apps.get(APP_ID)?.settings).toMatchObject({ layout: 'nested' });
    echoes = true;
    expect(await control('PUT', path, { callbackUrl })).toMatchObject({ status: 200, body: { callbackUrl } });
    expect(await control('PUT', path, { callbackUrl: null })).toMatchObject({ body: { callbackUrl: null } });
  });

  it('withdraws the component and opens it again: tells so, and clears categories and brands', async () => {
    const path = `/v1/apps/${APP_ID}/component`;
    const access = await token();
    const brands = () => post(`/shop/account/get_brand_list?access_token=${access}`, {});
    await addProduct(access, 'P1');
    expect((await brands())['data']).not.toEqual([]);

    expect(await control('PUT', path, { enabled: false })).toMatchObject({
      status: 200,
      body: { enabled: false, approvedCategories: [], approvedBrands: [] },
    });
    await control('PUT', path, { enabled: false });
    expect(await brands()).toMatchObject({ errcode: 1040003 });
    const get = () => post(`/shop/spu/get?access_token=${access}`, { out_product_id: 'P1' });
    expect(await get()).toMatchObject({ errcode: 1040003 });
    await control('PUT', path, { enabled: true });
    expect(await brands()).toMatchObject({ errcode: 0, data: [] });
    expect((await control('GET', `/v1/apps/${APP_ID}/products/P1`)).status).toBe(200);

    const told = () => pushed.map(openedPush).flatMap((push) => push['OpenProductAccountRegister'] ?? []);
    await eventually(() => told().length === 2);
    expect(told().map(({ status }) => Number(status))).toEqual([10, 2]);
  });

  it('opens scenes brand by brand', async () => {
    const brands = `/v1/apps/${APP_ID}/approved-brands`;
    await control('PUT', brands, [{ brandId: 710_101, wording: '青禾手作', sceneGroups: [3] }]);
    await control('PUT', `/v1/apps/${APP_ID}/scenes`, [1, 3]);
    const access = await token();
    expect(await addProduct(access, 'P1', '青瓷手作茶杯', 710_101)).toMatchObject({ errcode: 1000043 });
    await control('PUT', brands, [{ brandId: 710_101, wording: '青禾手作' }]);
    expect(await addProduct(access, 'P1', '青瓷手作茶杯', 710_101)).toMatchObject({ errcode: 0 });
  });

  it('ends at once though clients keep connections and calls hang', async () => {
    const access = await token();
    await control('POST', '/v1/faults', { kind: 'hang', path: '/shop/register/check' });
    const hanging = post(`/shop/register/check?access_token=${access}`, {}).catch(() => 'cut');
    await until(async () => {
      const { body } = await control('GET', '/v1/calls?limit=1');
      return (body as { fault?: string }[])[0]?.fault === 'hang';
    });
    const started = performance.now();
    await running.close();
    expect(await hanging).toBe('cut');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('remembers in its data file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-run-'));
    const config = { host: '127.0.0.1', port: 0, controlPort: 0, seed: 1, accounts: [DEMO_ACCOUNT] };
    const withFile = { ...config, dataFile: join(folder, 'state.json') };
    await running.close();
    running = await runSimulator(withFile);
    await addProduct(await token(), 'P1');
    await until(() => Promise.resolve(existsSync(withFile.dataFile)));
    const before = await control('GET', `/v1/apps/${APP_ID}/products/P1`);
    await running.close();
    running = await runSimulator(withFile);
    const after = await control('GET', `/v1/apps/${APP_ID}/products/P1`);
    const { productId } = before.body as { productId: string };
    expect(after).toMatchObject({ status: 200, body: { productId, applied: { add: 1 } } });
    rmSync(folder, { recursive: true });
  });

  it('says where it listens', () => {
    const [first] = readyLines(running, [DEMO_ACCOUNT]).split('\n');
    expect(JSON.parse(first ?? '')).toEqual({
      event: 'ready',
      url: running.url,
      controlUrl: running.controlUrl,
    });
  });
});
