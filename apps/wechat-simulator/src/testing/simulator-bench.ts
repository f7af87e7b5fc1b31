import { accountSchema, type Account } from '../accounts/account';
import type { App } from '../accounts/app';
import type { Delivery } from '../callbacks/envelope';
import { Simulator } from '../simulator';
import { parseJson, stringifyJson } from '@tongbu/wechat';
import { FakeTime } from './fake-time';

export const APP_ID = 'wx1111111111111111';
const SECRET = 'secret-of-the-test-account';

export interface Answer {
  readonly errcode?: number;
  readonly errmsg?: string;
  readonly [name: string]: unknown;
}

/** A simulator under a clock that stands still, called without HTTP, its callbacks collected or answered by the test. */
export class SimulatorBench {
  readonly time = new FakeTime();
  readonly deliveries: { readonly delivery: Delivery; readonly at: number }[] = [];
  /** What the shop answers to pushes. */
  receiver: (delivery: Delivery) => Promise<{ status: number; body: string }> = () =>
    Promise.resolve({ status: 200, body: 'success' });
  /** Where calls come from. */
  callerIp = '127.0.0.1';
  readonly simulator: Simulator;
  readonly account: Account;
  private token = '';

  constructor(overrides: Record<string, unknown> = {}) {
    this.account = accountSchema.parse({
      appId: APP_ID,
      originalId: 'gh_111111111111',
      secret: SECRET,
      token: 'push-token',
      encodingAesKey: 'Qm7xLr2TzVb8Nc4KpWs6Yd1Ha9Jf3Eg5Uo0Ri2MtXkA',
      callbackUrl: 'http://shop.test/push',
      ...overrides,
    });
    this.simulator = new Simulator({
      accounts: [this.account],
      clock: this.time,
      scheduler: this.time,
      seed: 7,
      deliver: (delivery) => {
        this.deliveries.push({ delivery, at: this.time.monotonic() });
        return this.receiver(delivery);
      },
    });
  }

  get app(): App {
    const app = this.simulator.apps.get(APP_ID);
    if (app === undefined) throw new Error('the account is gone');
    return app;
  }

  /** Calls with a valid token. */
  call(path: string, body: unknown = {}): Answer {
    if (this.token === '' || this.app.tokens.refusalOf(this.token) !== undefined) {
      this.token = this.app.tokens.issueStable().access_token;
    }
    return this.send({ path, query: `access_token=${this.token}`, body: stringifyJson(body) });
  }

  send(request: {
    method?: string;
    path: string;
    query?: string;
    body?: string | Buffer;
    contentType?: string;
  }): Answer {
    const answer = this.simulator.dispatcher.handle({
      ip: this.callerIp,
      method: request.method ?? 'POST',
      path: request.path,
      query: new URLSearchParams(request.query ?? ''),
      contentType: request.contentType ?? 'application/json',
      body: Buffer.from(request.body ?? ''),
    });
    if (answer.kind === 'silence') throw new Error('no answer');
    return parseJson(answer.body) as Answer;
  }

  credentials(extra: Record<string, unknown> = {}): string {
    return stringifyJson({ grant_type: 'client_credential', appid: APP_ID, secret: SECRET, ...extra });
  }

  /** A product that every rule accepts. */
  product(outProductId: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    const image = this.app.images.issueLink(`https://shop.test/${outProductId}.jpg`);
    return {
      out_product_id: outProductId,
      title: '青瓷手作茶杯 单只装',
      path: `pages/item/index?id=${outProductId}`,
      head_img: [image],
      third_cat_id: 19_000_202,
      brand_id: 2_100_000_000,
      scene_group_list: [1],
      skus: [this.sku(outProductId, `${outProductId}-A`)],
      ...changes,
    };
  }

  sku(
    outProductId: string,
    outSkuId: string,
    changes: Record<string, unknown> = {},
  ): Record<string, unknown> {
    return {
      out_product_id: outProductId,
      out_sku_id: outSkuId,
      thumb_img: this.app.images.issueLink(`https://shop.test/${outSkuId}.jpg`),
      sale_price: 5_900,
      market_price: 7_900,
      stock_num: 40,
      sku_attrs: [{ attr_key: '颜色', attr_value: '青' }],
      ...changes,
    };
  }

  /** Adds a product and lets its review end. */
  addReviewed(outProductId: string, changes: Record<string, unknown> = {}): void {
    this.call('/shop/spu/add', this.product(outProductId, changes));
    this.letReviewsEnd();
  }

  letReviewsEnd(): void {
    this.time.advance(this.app.settings.auditDelayMs.max);
  }

  /** Lets promises that are already settled run their followers. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
}
