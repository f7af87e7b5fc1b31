/** A product as the simulator's control API shows it. */
export interface SimulatedProduct {
  readonly outProductId: string;
  readonly productId: string;
  /** 0 never listed, 5 listed, 11 delisted by the merchant, 13 taken down. */
  readonly status: number;
  /** 1 editing, 2 under review, 3 rejected, 4 approved. */
  readonly editStatus: number;
  readonly deleted: boolean;
  readonly online: {
    readonly title: string;
    readonly skus: readonly { out_sku_id: string; sale_price: number; stock_num: number }[];
  } | null;
  readonly applied: Readonly<Record<string, number>>;
  readonly repeatedAdds: number;
}

/** An order as the simulator's control API shows it. */
export interface SimulatedOrder {
  readonly outOrderId: string;
  readonly orderId: string;
  /** 10 unpaid, 20 paid, 100 completed, 181 timed out, 250 cancelled... */
  readonly status: number;
  readonly price: { readonly order_price: number };
  readonly priceChanged: boolean;
  readonly address: { readonly detailed_address: string } | null;
  readonly payment: { readonly transactionId?: string } | null;
  readonly prepayIds: readonly string[];
  readonly parcels: readonly { readonly waybillId: string }[];
  readonly applied: Readonly<Record<string, number>>;
  readonly repeatedAdds: number;
}

/** What buyer and platform do with an order inside WeChat. */
export type OrderAction =
  'pay' | 'cancel' | 'confirm' | 'refund' | 'time-out' | 'settle' | 'attribute' | 'use-ticket';

/** A callback as the simulator's control API lists it. */
export interface SimulatedCallback {
  readonly event: string;
  /** SHA-256 of the message. */
  readonly messageHash: string;
  readonly fault: string | null;
  readonly attempts: number;
  readonly state: 'pending' | 'acknowledged' | 'given-up' | 'dropped';
}

/** A call as the simulator remembers it. */
export interface SimulatedCall {
  readonly rid: string;
  readonly path: string;
  readonly errcode?: number;
  readonly fault?: string;
  readonly requestBody: string;
}

/** What one mini program's calls of one interface looked like. */
export interface CallStatistics {
  readonly total: number;
  /** Passed the quotas. */
  readonly accepted: number;
  readonly quotaRefusals: number;
  /** The most calls in any sliding window, by its length, such as `5s`. */
  readonly highestTotal: Readonly<Record<string, number>>;
}

export interface ArmedFault {
  /** How often it has struck. */
  struck(): Promise<number>;
  /** Takes it away; answers how often it struck. */
  end(): Promise<number>;
}

/** What a test does to the simulator in the place of WeChat, for one mini program. */
export class SimulatorControl {
  constructor(
    readonly controlUrl: string,
    readonly appId: string,
  ) {}

  /** Answers once the simulator is up. */
  apps(): Promise<unknown> {
    return this.get('/v1/apps');
  }

  products(): Promise<SimulatedProduct[]> {
    return this.get(`/v1/apps/${this.appId}/products`);
  }

  product(id: string): Promise<SimulatedProduct> {
    return this.get(`/v1/apps/${this.appId}/products/${id}`);
  }

  /** Acts as WeChat on a product. */
  act(id: string, action: 'audit' | 'take-down' | 'restore', body: object): Promise<unknown> {
    return this.send('POST', `/v1/apps/${this.appId}/products/${id}/${action}`, body);
  }

  order(id: string): Promise<SimulatedOrder> {
    return this.control('GET', `orders/${id}`);
  }

  orders(): Promise<SimulatedOrder[]> {
    return this.control('GET', 'orders');
  }

  /** Acts as the buyer, or as WeChat, on an order. */
  actOnOrder(id: string, action: OrderAction, body: object = {}): Promise<SimulatedOrder> {
    return this.control('POST', `orders/${id}/${action}`, body);
  }

  set(setting: 'audit-delay' | 'audit-rules' | 'quotas' | 'component', value: unknown): Promise<unknown> {
    return this.send('PUT', `/v1/apps/${this.appId}/${setting}`, value);
  }

  /** Arms a fault. Answers how often it has struck so far. */
  async fault(fault: object): Promise<() => Promise<number>> {
    return (await this.arm(fault)).struck;
  }

  /** Arms a fault that is taken away by itself, beside others. */
  async arm(fault: object): Promise<ArmedFault> {
    const { id } = (await this.send('POST', '/v1/faults', { appId: this.appId, ...fault })) as { id: number };
    const struck = async () => {
      const faults = await this.get<{ id: number; struck: number }[]>('/v1/faults');
      return faults.find((known) => known.id === id)?.struck ?? 0;
    };
    return {
      struck,
      end: async () => {
        const times = await struck();
        await this.send('DELETE', `/v1/faults/${id}`);
        return times;
      },
    };
  }

  async clearFaults(): Promise<void> {
    await this.send('DELETE', '/v1/faults');
  }

  /** Moves WeChat's clock forward: what falls due on the way happens before this returns. */
  async advance(seconds: number): Promise<void> {
    await this.send('POST', '/v1/clock', { advanceSeconds: seconds });
  }

  /** Anything of the control API about this mini program, such as `GET`, `orders/O-1`. */
  async control<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
    return (await this.send(method, `/v1/apps/${this.appId}/${path}`, body)) as T;
  }

  callbacks(): Promise<SimulatedCallback[]> {
    return this.get(`/v1/apps/${this.appId}/callbacks`);
  }

  /** What this mini program's calls of one interface looked like. */
  async statistics(path: string): Promise<CallStatistics> {
    const found = (await this.allStatistics())[path];
    if (found === undefined) throw new Error(`nobody has called ${path}`);
    return found;
  }

  /** By path; of those that were called. */
  async allStatistics(): Promise<Readonly<Partial<Record<string, CallStatistics>>>> {
    const { apps } = await this.get<{ apps: { appId: string; endpoints: Record<string, CallStatistics> }[] }>(
      '/v1/stats',
    );
    return apps.find(({ appId }) => appId === this.appId)?.endpoints ?? {};
  }

  /** The latest, newest first. */
  calls(): Promise<SimulatedCall[]> {
    return this.get('/v1/calls?limit=5000');
  }

  private async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)) as T;
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.controlUrl}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
