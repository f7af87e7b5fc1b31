import type { Installation } from '../installation';
import type { SimulatedAftersale } from '../claims';

/** One line of an order, in pieces and fen. */
interface LineBook {
  readonly ordered: number;
  shipped: number;
  refunded: number;
  refundedFen: number;
}

/** How an order stands, as one side has it. */
export interface OrderBook {
  readonly status: number;
  readonly lines: Readonly<Record<string, LineBook>>;
  /** The state of each after-sale, by WeChat's id. */
  readonly aftersales: Readonly<Record<string, string>>;
}

interface SimulatedLines {
  readonly outOrderId: string;
  readonly status: number;
  readonly lines: readonly {
    outProductId: string;
    ordered: number;
    shipped: number;
    refunded: number;
    refundedFen: number;
  }[];
}

const STATES: Readonly<Record<number, string>> = { 1: 'withdrawn', 7: 'closed', 13: 'refunded' };
const CANCELLED: Readonly<Record<string, number>> = { 'timed-out': 181 };

/** What WeChat has. */
export async function wechatsBooks({ simulator }: Installation): Promise<Map<string, OrderBook>> {
  const orders = await simulator.control<SimulatedLines[]>('GET', 'orders');
  const aftersales = await simulator.control<SimulatedAftersale[]>('GET', 'aftersales');
  const statesOf = (orderId: string) =>
    Object.fromEntries(
      aftersales
        .filter(({ outOrderId }) => outOrderId === orderId)
        .map(({ aftersaleId, status }) => [aftersaleId, STATES[status] ?? String(status)]),
    );
  return new Map(
    orders.map(({ outOrderId, status, lines }) => [
      outOrderId,
      {
        status,
        lines: Object.fromEntries(
          lines.map(({ outProductId, ordered, shipped, refunded, refundedFen }) => [
            outProductId,
            { ordered, shipped, refunded, refundedFen },
          ]),
        ),
        aftersales: statesOf(outOrderId),
      },
    ]),
  );
}

/** What the merchant was told, event by event. */
export function toldBooks({ topics }: Installation, orderIds: readonly string[]): Map<string, OrderBook> {
  const claims = new Map<string, Map<string, any>>();
  for (const { name, data } of topics.seen) {
    if (!name.startsWith('aftersale.') || data.wechatAftersaleId === undefined || data.state === undefined)
      continue;
    const known = claims.get(data.orderId) ?? new Map<string, any>();
    claims.set(data.orderId, known.set(data.wechatAftersaleId, data));
  }
  return new Map(
    orderIds.map((orderId) => {
      const told = (name: string) => topics.events(name, orderId);
      const lines: Record<string, LineBook> = Object.fromEntries(
        (told('order.created')[0]?.data.lines ?? []).map((line: any) => [
          line.productId,
          { ordered: line.quantity, shipped: 0, refunded: 0, refundedFen: 0 },
        ]),
      );
      for (const { data } of told('shipment.synchronised')) {
        for (const { productId, quantity } of data.lines) lines[productId]!.shipped += quantity;
      }
      const own = [...(claims.get(orderId)?.values() ?? [])];
      for (const { state, line, amount } of own) {
        if (state !== 'refunded') continue;
        lines[line.productId]!.refunded += line.quantity;
        lines[line.productId]!.refundedFen += amount;
      }
      const aftersales = Object.fromEntries(own.map((data) => [data.wechatAftersaleId, data.state]));
      return [orderId, { status: toldStatus(told), lines, aftersales }];
    }),
  );
}

/** The furthest an order was told to have come, as WeChat numbers it. */
function toldStatus(told: (name: string) => readonly { data: any }[]): number {
  const cancelled = told('order.cancelled')[0];
  if (cancelled !== undefined) return CANCELLED[cancelled.data.by] ?? 250;
  if (told('order.refunded').length > 0) return 200;
  if (told('order.received').length > 0) return 100;
  if (told('order.shipped').some(({ data }) => data.complete)) return 30;
  if (told('order.shipped').length > 0) return 21;
  return told('order.paid').length > 0 ? 20 : 10;
}

/** How the services' own rows stand: the order's status twice, and the state of each after-sale. */
export async function rowsBooks(
  installation: Installation,
  books: ReadonlyMap<string, OrderBook>,
): Promise<Map<string, object>> {
  const row = (service: string, path: string) => installation.admin<any>(service, 'GET', path);
  const subjects = new Map<string, string>();
  for (const { name, subject, data } of installation.topics.seen)
    if (name === 'aftersale.requested') subjects.set(data.wechatAftersaleId, subject);
  const found = new Map<string, object>();
  for (const [orderId, { aftersales, lines }] of books) {
    const order = await row('order-sync', `orders/${orderId}`);
    const claims: Record<string, string> = {};
    for (const id of Object.keys(aftersales)) {
      claims[id] = (await row('aftersale-sync', `aftersales/${subjects.get(id)}`)).observed.aftersale.state;
    }
    const isShipped = Object.values(lines).some(({ shipped }) => shipped > 0);
    const parcels = isShipped
      ? (await row('logistics-sync', `shipments/${orderId}`)).observed.order.parcels
      : [];
    const shipped: Record<string, number> = {};
    for (const { lines: items } of parcels)
      for (const { productId, quantity } of items) shipped[productId] = (shipped[productId] ?? 0) + quantity;
    found.set(orderId, { status: order.observed.status, shipped, aftersales: claims });
  }
  return found;
}

/** What the rows have to say when they agree with WeChat. */
export function expectedRow({ status, lines, aftersales }: OrderBook): object {
  const shipped = Object.fromEntries(
    Object.entries(lines).flatMap(([product, line]) => (line.shipped > 0 ? [[product, line.shipped]] : [])),
  );
  return { status, shipped, aftersales };
}
