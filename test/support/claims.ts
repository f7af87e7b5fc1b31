import { eventually } from '@tongbu/testing';
import type { Installation } from './installation';

export const SERVICE = 'aftersale-sync';
export const RETURNS = {
  receiverName: '退货组',
  phone: '13000000001',
  province: '浙江省',
  city: '杭州市',
  town: '西湖区',
  detail: '示例路 1 号',
};

/** An after-sale as the simulator's control API shows it. */
export interface SimulatedAftersale {
  readonly aftersaleId: string;
  readonly outAftersaleId: string;
  readonly outOrderId: string;
  readonly outProductId: string;
  /** 1 withdrawn, 2 and 23 requested, 4 and 5 rejected, 6 to be sent back, 7 closed, 8 sent back, 11 and 13 refunded... */
  readonly status: number;
  readonly pieces: number;
  readonly amountFen: number;
  readonly complaintId: string | null;
  readonly applied: Readonly<Record<string, number>>;
}

/** A complaint as the simulator's control API shows it. */
export interface SimulatedComplaint {
  readonly complaintId: string;
  readonly state: number;
  readonly steps: readonly { by: string; material?: { content: string } }[];
}

/** A row as the service's admin API shows it. */
export interface ClaimRow {
  readonly state: string;
  readonly problems: readonly { code: string }[] | null;
  readonly observed: { readonly aftersale: { readonly state: string } | null } | null;
  readonly timeline: readonly { summary: string }[];
}

export interface Claim {
  readonly type?: 'refund' | 'return';
  readonly pieces?: number;
  readonly amountFen?: number;
}

/** What buyers claim inside WeChat, and what the service has made of it. */
export class Claims {
  constructor(private readonly installation: Installation) {}

  /** The buyer opens one inside WeChat. Answers WeChat's id. */
  async open(orderId: string, product: string, claim: Claim = {}): Promise<string> {
    const { pieces = 1, amountFen = 100 * pieces, type = 'refund' } = claim;
    const { aftersaleId } = await this.installation.simulator.control<SimulatedAftersale>(
      'POST',
      `orders/${orderId}/aftersales`,
      { type, pieces, amountFen, outProductId: product, outSkuId: `${product}-S` },
    );
    return aftersaleId;
  }

  shown(id: string): Promise<SimulatedAftersale> {
    return this.installation.simulator.control('GET', `aftersales/${id}`);
  }

  /** The one that was opened under an id of the merchant's. */
  async openedAs(merchantId: string): Promise<SimulatedAftersale> {
    const all = await this.installation.simulator.control<SimulatedAftersale[]>('GET', 'aftersales');
    const [found, ...more] = all.filter(({ outAftersaleId }) => outAftersaleId === merchantId);
    if (found === undefined || more.length > 0)
      throw new Error(`${more.length + 1} after-sales ${merchantId}`);
    return found;
  }

  /** The buyer or the platform, such as `edit`, `withdraw`, `send-back`, `complain`, `refund`. */
  act(id: string, action: string, body: object = {}): Promise<SimulatedAftersale> {
    return this.installation.simulator.control('POST', `aftersales/${id}/${action}`, body);
  }

  async complaint(id: string): Promise<SimulatedComplaint> {
    const { complaintId } = await this.shown(id);
    const all = await this.installation.simulator.control<SimulatedComplaint[]>('GET', 'complaints');
    const found = all.find((complaint) => complaint.complaintId === complaintId);
    if (found === undefined) throw new Error(`${id} has no complaint`);
    return found;
  }

  /** Customer service or the buyer, such as `ask`, `evidence`, `judge`. */
  async actOnComplaint(id: string, action: string, body: object): Promise<void> {
    const { complaintId } = await this.complaint(id);
    await this.installation.simulator.control('POST', `complaints/${complaintId}/${action}`, body);
  }

  row(id: string, thing = 'aftersales'): Promise<ClaimRow> {
    return this.installation.admin(SERVICE, 'GET', `${thing}/${id}`);
  }

  /** What somebody else with the mini program's secret does by a call, such as `acceptreturn`. */
  call(id: string, name: string, body: object = {}): Promise<unknown> {
    return this.installation.otherClient().call(`ecaftersale/${name}`, { aftersale_id: id, ...body });
  }

  agreeToReturn(id: string): Promise<unknown> {
    const { receiverName, phone, province, city, town, detail } = RETURNS;
    const address = { receiver_name: receiverName, tel_number: phone, province, city, town };
    return this.call(id, 'acceptreturn', { address_info: { ...address, detailed_address: detail } });
  }

  /** Waits until the service does nothing about it, as far as it has heard of it. */
  async atRest(id: string, thing = 'aftersales'): Promise<void> {
    await eventually(async () => {
      const answer = await this.installation.request(SERVICE, 'GET', `${thing}/${id}`);
      if (answer.status === 404) return true;
      const { state } = (await answer.json()) as ClaimRow;
      if (state !== 'settled') throw new Error(`${id} is ${state}`);
      return true;
    });
  }

  /** Waits until the service has nothing to do for it. */
  settled(id: string, thing = 'aftersales', timeoutMs = 60_000): Promise<ClaimRow> {
    return eventually(
      async () => {
        const row = await this.row(id, thing);
        if (row.state === 'settled') return row;
        throw new Error(`${id} is ${row.state}: ${JSON.stringify(row.problems)}`);
      },
      { timeoutMs },
    );
  }

  /** What was told of it, oldest first; what was told twice counts once. */
  told(id: string): string[] {
    const events = this.installation.topics.seen.filter(({ subject }) => subject === id);
    return [...new Map(events.map((event) => [event.id, event.name])).values()];
  }
}
