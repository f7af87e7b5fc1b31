import { parseJson } from '@tongbu/wechat';
import type { FastifyInstance } from 'fastify';
import { buildControlServer } from '../control/control-server';
import { SimulatorBench } from './simulator-bench';

type Body = Record<string, unknown>;

export interface PushedMessage extends Body {
  readonly Event: string;
  readonly FromUserName: string;
}

/** A bench whose account begins with the application, steered through the control API as well; its pushes in plain text. */
export class AccessBench extends SimulatorBench {
  private server: FastifyInstance | undefined;

  constructor({
    simulator,
    ...overrides
  }: { readonly simulator?: Body; readonly [name: string]: unknown } = {}) {
    super({ mode: 'plaintext', simulator: { access: 'new', ...simulator }, ...overrides });
  }

  /** A request to the control API about the account; `path` is what follows its id. */
  async control(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: unknown = {},
  ): Promise<Body & { readonly status: number }> {
    this.server ??= buildControlServer(this.simulator);
    const response = await this.server.inject({
      method,
      url: `/v1/apps/${this.app.appId}/${path}`,
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload: body as object }),
    });
    const answer: unknown = response.body === '' ? {} : JSON.parse(response.body);
    return { ...(answer as Body), status: response.statusCode };
  }

  code(path: string, body: unknown = {}): number | undefined {
    return this.call(path, body).errcode;
  }

  /** Applies, and has the application confirmed. */
  open(): this {
    this.call('/shop/register/apply');
    this.simulator.registrations.confirm(this.app);
    return this;
  }

  declare(...items: number[]): (number | undefined)[] {
    return items.map((access_info_item) =>
      this.code('/shop/register/finish_access_info', { access_info_item }),
    );
  }

  check(): {
    readonly access_info: Record<string, number>;
    readonly scene_group_list: Body[];
    status?: number;
  } {
    return this.call('/shop/register/check')['data'] as ReturnType<AccessBench['check']>;
  }

  /** What was pushed so far. */
  pushed(): PushedMessage[] {
    return this.deliveries.map(({ delivery }) => parseJson(delivery.body) as PushedMessage);
  }
}
