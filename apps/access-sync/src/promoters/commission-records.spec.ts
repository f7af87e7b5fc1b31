import type { ChannelResult } from '@tongbu/sync-engine';
import { COMMISSION_HEAD, commissionLines } from './commission-csv';
import { commissionRecords, RecordsInterrupted, type RecordSource } from './commission-records';
import type { BroughtOrder, Page, Paged } from './sharing-channel';

const from = new Date('2026-03-01T00:00:00Z');
const to = new Date('2026-04-01T00:00:00Z');

const order = (orderId: string, more: Partial<BroughtOrder> = {}): BroughtOrder => ({
  orderId,
  wechatOrderId: `3309517286640${orderId.padStart(6, '0')}`,
  status: 'paid',
  createdAt: new Date('2026-03-02T00:00:00Z'),
  paidAt: new Date('2026-03-02T00:10:00Z'),
  totalFen: 11_600,
  promoterId: 'aB3example',
  promoterName: 'Example channel',
  sharerOpenId: null,
  liveStartedAt: null,
  commission: null,
  ...more,
});

class ListedOrders implements RecordSource {
  readonly longestUnpaidMs = 3 * 86_400_000;
  readonly pauses: number[] = [];
  readonly pages: number[] = [];
  readonly failures: Extract<ChannelResult<never>, { ok: false }>['error'][] = [];
  asked: { readonly from: Date; readonly to: Date } | undefined;

  constructor(private readonly listed: readonly BroughtOrder[]) {}

  async orders(
    created: { readonly from: Date; readonly to: Date },
    { page, pageSize }: Page,
  ): Promise<ChannelResult<Paged<BroughtOrder>>> {
    const error = this.failures.shift();
    if (error !== undefined) return { ok: false, error, note: {} };
    this.asked = created;
    this.pages.push(page);
    const items = this.listed.slice((page - 1) * pageSize, page * pageSize);
    return { ok: true, value: { total: this.listed.length, items }, note: {} };
  }

  async pause(ms: number): Promise<void> {
    this.pauses.push(ms);
  }

  now(): Date {
    return to;
  }
}

async function idsOf(source: RecordSource): Promise<string[]> {
  const ids: string[] = [];
  for await (const orders of commissionRecords(source, { from, to })) {
    ids.push(...orders.map(({ orderId }) => orderId));
  }
  return ids;
}

it('takes what somebody brought and what was paid within the period, its end not included', async () => {
  const source = new ListedOrders([
    order('1'),
    order('2', { promoterId: null, promoterName: null }),
    order('3', { promoterId: null, promoterName: null, sharerOpenId: 'oMei' }),
    order('4', { paidAt: null }),
    order('5', { paidAt: to }),
    order('6', { paidAt: from }),
  ]);
  expect(await idsOf(source)).toEqual(['1', '3', '6']);
  expect(source.asked).toEqual({ from: new Date('2026-02-26T00:00:00Z'), to });
});

it('reads page after page, and tells an order once that is on two of them', async () => {
  const many = Array.from({ length: 150 }, (_, index) => order(String(index)));
  const source = new ListedOrders([...many.slice(0, 100), order('99'), ...many.slice(100)]);
  expect(await idsOf(source)).toEqual(many.map(({ orderId }) => orderId));
  expect(source.pages).toEqual([1, 2]);
});

it('waits for the quota as long as it takes, and gives up when WeChat stays away', async () => {
  const patient = new ListedOrders([order('1')]);
  const retryAt = new Date(to.getTime() + 60_000);
  for (let times = 0; times < 20; times += 1) {
    patient.failures.push({ kind: 'not-sent', reason: 'quota', retryAt });
  }
  expect(await idsOf(patient)).toEqual(['1']);
  expect(patient.pauses).toEqual(Array.from({ length: 20 }, () => 60_000));

  const away = new ListedOrders([order('1')]);
  for (let times = 0; times < 6; times += 1) away.failures.push({ kind: 'not-sent', reason: 'connect' });
  await expect(idsOf(away)).rejects.toThrow(RecordsInterrupted);
});

it('writes ids as texts, fen exactly, and names that hold quotes, commas and formulas', () => {
  const line = commissionLines([
    order('007', {
      wechatOrderId: '3309517286640325887',
      totalFen: 9_007_199_254_740_991,
      promoterName: '=HYPERLINK("x"),青禾',
      liveStartedAt: from,
      commission: { ratio: 1000 },
    }),
    order('8', { paidAt: null, totalFen: null, promoterId: null, promoterName: null, sharerOpenId: 'oMei' }),
  ]);
  expect(COMMISSION_HEAD).toBe(
    'paid_at,order_id,wechat_order_id,status,total_fen,promoter_id,promoter_name,sharer_openid,live_started_at,commission\r\n',
  );
  expect(line.split('\r\n')).toEqual([
    '2026-03-02T00:10:00.000Z,"007","3309517286640325887","paid",9007199254740991,"aB3example","\'=HYPERLINK(""x""),青禾",,2026-03-01T00:00:00.000Z,"{""ratio"":1000}"',
    ',"8","3309517286640000008","paid",,,,"oMei",,',
    '',
  ]);
});
