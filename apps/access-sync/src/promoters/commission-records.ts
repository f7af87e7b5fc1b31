import type { ChannelResult } from '@tongbu/sync-engine';
import type { BroughtOrder, Page, Paged } from './sharing-channel';

export interface Period {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

type Failure = Extract<ChannelResult<unknown>, { ok: false }>;

const PAGE_SIZE = 100;

/** WeChat would not go on; what was read before is not all. */
export class RecordsInterrupted extends Error {
  constructor(readonly error: Failure['error']) {
    super(`WeChat's list of orders cannot be had (${error.kind})`);
  }
}

export interface RecordSource {
  /** How long before its payment an order may have been created. */
  readonly longestUnpaidMs: number;
  orders(created: Period, page: Page): Promise<ChannelResult<Paged<BroughtOrder>>>;
  /** Waits as long before the next try. */
  pause(ms: number): Promise<void>;
  now(): Date;
}

/**
 * The orders that were paid within a period and that somebody brought, each once, a page of WeChat's list at a time. They
 * are found in the list of all orders, so that those of somebody who is bound no more are among them.
 *
 * @throws RecordsInterrupted when WeChat refuses, or stays away for half a minute
 */
export async function* commissionRecords(
  source: RecordSource,
  { from, to }: Period,
): AsyncGenerator<readonly BroughtOrder[]> {
  const created = { from: new Date(from.getTime() - source.longestUnpaidMs), to };
  const told = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { items } = await patiently(source, () => source.orders(created, { page, pageSize: PAGE_SIZE }));
    const records = items.filter((order) => isBrought(order) && isWithin(order.paidAt, from, to));
    // Pages move when orders go meanwhile.
    const news = records.filter(({ wechatOrderId }) => !told.has(wechatOrderId));
    for (const { wechatOrderId } of news) told.add(wechatOrderId);
    yield news;
    if (items.length < PAGE_SIZE) return;
  }
}

function isBrought({ promoterId, promoterName, sharerOpenId }: BroughtOrder): boolean {
  return (promoterId ?? promoterName ?? sharerOpenId) !== null;
}

function isWithin(moment: Date | null, from: Date, to: Date): boolean {
  return moment !== null && moment >= from && moment < to;
}

const TRIES = 6;
const FIRST_PAUSE_MS = 1_000;

/** A quota is waited for as long as it takes. */
async function patiently<T>(source: RecordSource, ask: () => Promise<ChannelResult<T>>): Promise<T> {
  for (let failures = 0; ;) {
    const result = await ask();
    if (result.ok) return result.value;
    const { error } = result;
    if (error.kind === 'not-sent' && error.reason === 'quota') {
      const turn = (error.retryAt ?? source.now()).getTime() - source.now().getTime();
      await source.pause(Math.max(turn, FIRST_PAUSE_MS));
      continue;
    }
    failures += 1;
    const isFinal = error.kind === 'refused' && error.class === 'permanent';
    if (isFinal || failures === TRIES) throw new RecordsInterrupted(error);
    await source.pause(FIRST_PAUSE_MS * 2 ** (failures - 1));
  }
}
