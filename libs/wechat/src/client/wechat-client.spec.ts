import { SystemClock } from '@tongbu/platform';
import { testAccount } from '../../test-support/token-store.suite';
import { addProduct, getProduct, uploadImage, withdrawReview } from '../endpoints';
import { Limiter, type Admission, type QuotaGroup, type ThrottleSignal } from '../limiter';
import { MemoryTokenStore } from './memory-token-store';
import type { Fetch } from './send-request';
import { WechatClient, type CallInfo } from './wechat-client';

const clock = new SystemClock();

class OpenLimiter extends Limiter {
  readonly asked: string[] = [];
  readonly complaints: string[] = [];
  answers: Admission[] = [];
  givenBack = 0;

  /** A grant that can be used for this long. */
  grant(forMs: number): Admission {
    const giveBack = async () => void (this.givenBack += 1);
    return { granted: true, expiresAt: clock.monotonic() + forMs, giveBack };
  }

  override admit({ group }: { group: QuotaGroup }): Promise<Admission> {
    this.asked.push(group.name);
    return Promise.resolve(this.answers.shift() ?? this.grant(1000));
  }
  override throttled(_: string, group: QuotaGroup, signal: ThrottleSignal): Promise<void> {
    this.complaints.push(`${group.name} ${signal}`);
    return Promise.resolve();
  }
  override snapshot(): Promise<[]> {
    return Promise.resolve([]);
  }
}

type Answer = string | Error | { status: number; body: string };

/** WeChat with answers laid out beforehand; every token request is answered with the next token. */
function rig(...answers: Answer[]) {
  const limiter = new OpenLimiter();
  const seen: { url: URL; body: unknown }[] = [];
  const infos: CallInfo[] = [];
  let tokens = 0;
  const fetch: Fetch = (input, init) => {
    const url = new URL(input);
    if (url.pathname === '/cgi-bin/stable_token') {
      tokens += 1;
      return Promise.resolve(
        new Response(JSON.stringify({ access_token: `TOKEN-${tokens}`, expires_in: 7200 })),
      );
    }
    seen.push({ url, body: init?.body });
    const answer = answers.shift() ?? '{"errcode":0}';
    if (answer instanceof Error) return Promise.reject(answer);
    const { status, body } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
    return Promise.resolve(new Response(body, { status }));
  };
  const client = new WechatClient({
    limiter,
    tokens: new MemoryTokenStore(clock),
    clock,
    fetch,
    onCall: (info) => infos.push(info),
  });
  return { client, limiter, seen, infos, tokens: () => tokens };
}

const options = { account: testAccount(), lane: 'content' } as const;
const product = { product: { productId: 'P-1' }, version: 'draft' } as const;
const fetchFailed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
const stale = (code: number, token = 'TOKEN-1') =>
  JSON.stringify({ errcode: code, errmsg: `token ${token} is stale rid: 63-ab-01` });

const draft = {
  productId: 'P-1',
  title: '青瓷手作茶杯',
  path: 'pages/item?id=P-1',
  headImages: ['https://mmecimage.cn/p/a'],
  categoryId: 4411,
  brandId: 2100000000,
  sceneGroups: [1],
  skus: [
    {
      skuId: 'P-1-G',
      thumbnail: 'https://mmecimage.cn/p/b',
      salePriceFen: 5900,
      marketPriceFen: 7900,
      stock: 4,
      attributes: [],
    },
  ],
};

describe('WechatClient', () => {
  it('sends our shape as the wire wants it and reads the answer back, 64-bit ids as text', async () => {
    const { client, seen } = rig(
      '{"errcode":0,"data":{"product_id":18446744073709551615,"out_product_id":"P-1","skus":[{"sku_id":9,"out_sku_id":"P-1-G"}]}}',
    );
    const result = await client.call(addProduct, draft, options);
    expect(result).toMatchObject({
      ok: true,
      value: { wechatProductId: '18446744073709551615', skus: [{ skuId: 'P-1-G', wechatSkuId: '9' }] },
    });
    expect(seen[0]?.url.searchParams.get('access_token')).toBe('TOKEN-1');
    expect(JSON.parse(String(seen[0]?.body))).toEqual({
      out_product_id: 'P-1',
      title: '青瓷手作茶杯',
      path: 'pages/item?id=P-1',
      head_img: ['https://mmecimage.cn/p/a'],
      third_cat_id: 4411,
      brand_id: 2100000000,
      scene_group_list: [1],
      skus: [
        {
          out_product_id: 'P-1',
          out_sku_id: 'P-1-G',
          thumb_img: 'https://mmecimage.cn/p/b',
          sale_price: 5900,
          market_price: 7900,
          stock_num: 4,
          sku_attrs: [],
        },
      ],
    });
  });

  it('sends WeChat’s 64-bit id as a bare number', async () => {
    const { client, seen } = rig();
    await client.call(withdrawReview, { wechatProductId: '18446744073709551615' }, options);
    expect(seen[0]?.body).toBe('{"product_id":18446744073709551615}');
  });

  it('names what is wrong with a request and sends nothing', async () => {
    const { client, seen, limiter } = rig();
    const result = await client.call(addProduct, { ...draft, headImages: [], skus: [] }, options);
    expect(result).toMatchObject({ ok: false, error: { kind: 'not-sent', reason: 'invalid-request' } });
    if (!result.ok && result.error.kind === 'not-sent') {
      expect(result.error.problems?.map((problem) => problem.split(':')[0])).toEqual(['headImages', 'skus']);
    }
    expect([seen.length, limiter.asked.length]).toEqual([0, 0]);
  });

  it('explains a refusal and keeps its rid', async () => {
    const { client, infos } = rig('{"errcode":1000012,"errmsg":"product exists rid: 63a1-0b-22"}');
    const result = await client.call(addProduct, draft, options);
    expect(result).toMatchObject({
      ok: false,
      error: {
        kind: 'refused',
        code: 1000012,
        class: 'permanent',
        scope: 'entity',
        alreadyDone: true,
        rid: '63a1-0b-22',
      },
    });
    expect(infos.at(-1)).toMatchObject({
      path: '/shop/spu/add',
      outcome: 'refused',
      errcode: 1000012,
      rid: '63a1-0b-22',
    });
  });

  it.each([40001, 42001, 40014])('renews the token once after %d and repeats the call', async (code) => {
    const { client, seen, limiter, tokens } = rig(stale(code), '{"errcode":0}');
    expect(await client.call(withdrawReview, { productId: 'P-1' }, options)).toMatchObject({ ok: true });
    expect(seen.map(({ url }) => url.searchParams.get('access_token'))).toEqual(['TOKEN-1', 'TOKEN-2']);
    expect(tokens()).toBe(2);
    expect(limiter.asked).toEqual(['stable-token', 'spu-del-audit', 'stable-token', 'spu-del-audit']);
  });

  it('gives up when the new token is refused too, and shows no token', async () => {
    const { client, seen, infos } = rig(stale(40001), stale(40001, 'TOKEN-2'), stale(40001, 'TOKEN-3'));
    const result = await client.call(withdrawReview, { productId: 'P-1' }, options);
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused', code: 40001, class: 'token' } });
    expect(seen).toHaveLength(2);
    expect(JSON.stringify([result, infos])).not.toMatch(/TOKEN-|app-s3cret/);
  });

  it.each<[string, Answer, object]>([
    ['a refused connection', fetchFailed('ECONNREFUSED'), { kind: 'not-sent', reason: 'connect' }],
    ['an unknown host', fetchFailed('ENOTFOUND'), { kind: 'not-sent', reason: 'connect' }],
    ['a reset', fetchFailed('ECONNRESET'), { kind: 'unknown-outcome', reason: 'reset' }],
    [
      'a time-out',
      Object.assign(new Error('x'), { name: 'TimeoutError' }),
      { kind: 'unknown-outcome', reason: 'timeout' },
    ],
    ['HTTP 502', { status: 502, body: '{"errcode":0}' }, { kind: 'unknown-outcome', reason: 'http-status' }],
    ['a redirect', { status: 302, body: '' }, { kind: 'unknown-outcome', reason: 'http-status' }],
    ['an empty answer', '', { kind: 'unknown-outcome', reason: 'empty' }],
    ['a page of HTML', '<html>ok</html>', { kind: 'unknown-outcome', reason: 'not-json' }],
    [
      'a success without its payload',
      '{"errcode":0}',
      { kind: 'unknown-outcome', reason: 'unexpected-response' },
    ],
    [
      'a refusal with status 400',
      { status: 400, body: '{"errcode":47001}' },
      { kind: 'refused', code: 47001 },
    ],
  ])('tells what %s means for a write', async (_, answer, error) => {
    const { client } = rig(answer);
    expect(await client.call(addProduct, draft, options)).toMatchObject({ ok: false, error });
  });

  it('takes a missing errcode for success', async () => {
    const { client } = rig('{"spu":{"out_product_id":"P-1","edit_status":2,"status":5}}');
    expect(await client.call(getProduct, product, options)).toMatchObject({
      ok: true,
      value: { productId: 'P-1', review: 'in-review', shelf: 'listed', skus: [] },
    });
  });

  it('sends picture parameters in the form and in the query', async () => {
    const { client, seen } = rig(
      '{"errcode":0,"img_info":{"media_id":"","temp_img_url":"https://mmecimage.cn/p/x"}}',
    );
    const file = { bytes: new Uint8Array([1, 2, 3]), fileName: 'cup.png', contentType: 'image/png' };
    const result = await client.call(uploadImage, { source: { kind: 'file', file } }, options);
    expect(result).toMatchObject({
      ok: true,
      value: { url: 'https://mmecimage.cn/p/x', mediaId: undefined },
    });
    expect(seen[0]?.url.searchParams.get('resp_type')).toBe('1');
    const form = seen[0]?.body;
    if (!(form instanceof FormData)) throw new Error('no form');
    expect([form.get('resp_type'), form.get('upload_type')]).toEqual(['1', '0']);
    expect(form.get('media')).toMatchObject({ name: 'cup.png', type: 'image/png', size: 3 });
  });

  describe('before sending', () => {
    it('hands on when to come back if the limiter refuses', async () => {
      const { client, limiter, seen } = rig();
      const retryAt = new Date(clock.now().getTime() + 5000);
      limiter.answers = [limiter.grant(1000), { granted: false, retryAt, reason: 'quota' }];
      expect(await client.call(getProduct, product, options)).toMatchObject({
        error: { kind: 'not-sent', reason: 'quota', retryAt },
      });
      expect(seen).toHaveLength(0);
    });

    it('asks again for a grant that has expired, and gives the old one back', async () => {
      const { client, limiter, seen } = rig('{"spu":{"out_product_id":"P-1"}}');
      limiter.answers = [limiter.grant(-1), limiter.grant(-1)];
      expect(await client.call(getProduct, product, options)).toMatchObject({ ok: true });
      expect(limiter.asked).toEqual(['stable-token', 'stable-token', 'stable-token', 'spu-get']);
      expect(seen).toHaveLength(1);
      expect(limiter.givenBack).toBe(2);
    });

    it('starts nothing after the deadline, and takes no grant', async () => {
      const { client, limiter, seen } = rig();
      const late = { ...options, notAfter: clock.monotonic() - 1 };
      expect(await client.call(getProduct, product, late)).toMatchObject({
        error: { kind: 'not-sent', reason: 'deadline' },
      });
      expect(seen).toHaveLength(0);
      expect(limiter.asked).not.toContain('spu-get');
    });

    it('leaves an endpoint alone that keeps failing, and no other', async () => {
      const { client } = rig(...Array.from({ length: 5 }, () => '{"errcode":-1}'));
      for (let i = 0; i < 5; i += 1) await client.call(getProduct, product, options);
      expect(await client.call(getProduct, product, options)).toMatchObject({
        error: { kind: 'not-sent', reason: 'breaker' },
      });
      expect(await client.call(withdrawReview, { productId: 'P-1' }, options)).toMatchObject({ ok: true });
    });

    it('does not ask again what was just refused to the whole account, and asks everything else', async () => {
      const { client, seen, limiter } = rig('{"errcode":1040003,"errmsg":"no component rid: 1"}');
      const refused = { ok: false, error: { kind: 'refused', code: 1040003, scope: 'account' } };
      expect(await client.call(getProduct, product, options)).toMatchObject(refused);
      limiter.asked.length = 0;
      expect(await client.call(getProduct, product, options)).toMatchObject(refused);
      expect(seen).toHaveLength(1);
      expect(limiter.asked).toEqual([]);
      expect(await client.call(withdrawReview, { productId: 'P-1' }, options)).toMatchObject({ ok: true });
      const other = { ...options, account: { ...options.account, appId: 'wx0000000000000002' } };
      await client.call(getProduct, product, other);
      expect(seen).toHaveLength(3);
    });

    it('says that our own state is unavailable instead of throwing', async () => {
      const { client, limiter, seen } = rig();
      limiter.admit = () => Promise.reject(new Error('Redis is away'));
      expect(await client.call(getProduct, product, options)).toMatchObject({
        error: { kind: 'not-sent', reason: 'unavailable', detail: 'Redis is away' },
      });
      expect(seen).toHaveLength(0);
    });
  });

  it.each([
    [45009, 'day'],
    [45011, 'minute'],
    [300000, 'burst'],
  ])('tells the limiter about %d', async (errcode, signal) => {
    const { client, limiter } = rig(JSON.stringify({ errcode }));
    expect(await client.call(getProduct, product, options)).toMatchObject({ error: { class: 'throttle' } });
    expect(limiter.complaints).toEqual([`spu-get ${signal}`]);
  });

  it('does not let a failing observer change the outcome', async () => {
    const client = new WechatClient({
      limiter: new OpenLimiter(),
      tokens: new MemoryTokenStore(clock),
      clock,
      fetch: () => Promise.resolve(new Response('{"errcode":0,"access_token":"t","expires_in":7200}')),
      onCall: () => {
        throw new Error('metrics are down');
      },
    });
    expect(await client.call(withdrawReview, { productId: 'P-1' }, options)).toMatchObject({ ok: true });
  });
});
