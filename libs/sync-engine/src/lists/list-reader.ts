import { messageOf, type Clock, type Logger } from '@tongbu/platform';
import { outcomeOf, type CallRules } from '../call-outcome';
import type { ChannelCall, ChannelResult } from '../channel/channel';
import type { ListClaim, ListWatches } from './list-watches';

const MINUTE = 60_000;

/** When things were created. */
export interface ListWindow {
  readonly from: Date;
  readonly to: Date;
}

export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** How far the channel has counted, for the next page; null at the end. */
  readonly next: number | null;
}

/** A list of WeChat's that is read again and again, for what no callback told. */
export interface WatchedList {
  readonly name: string;
  /** What of it is to be read. `seenUntil`: up to when it was read before; `now`: by Postgres' clock; undefined: nothing of it. */
  window(appId: string, seenUntil: Date, now: Date): Promise<ListWindow | undefined>;
  /** Asks for a page and takes what it has. Answers where the next one begins. */
  read(call: ChannelCall, window: ListWindow, offset: number): Promise<ChannelResult<number | null>>;
}

export interface ListReaderOptions {
  /** How far back a list is read the first time, in ms. */
  readonly firstLookMs: number;
  /** How often a list is read, in ms. */
  readonly everyMs: number;
  /** Codes of errors that mean something special in these lists. */
  readonly errors: CallRules;
}

/** After a call that came to nothing. */
const AGAIN_MS = MINUTE;
/** Within which a page is asked for. */
const SEND_WITHIN_MS = 15_000;

/** Makes a list of what `page` answers, each page of which goes through `take`. */
export function watchedList<Item>(
  name: string,
  window: WatchedList['window'],
  page: (call: ChannelCall, window: ListWindow, offset: number) => Promise<ChannelResult<ListPage<Item>>>,
  take: (appId: string, items: readonly Item[]) => Promise<void>,
): WatchedList {
  return {
    name,
    window,
    async read(call, created, offset) {
      const result = await page(call, created, offset);
      if (!result.ok) return result;
      await take(call.appId, result.value.items);
      return { ok: true, value: result.value.next, note: result.note };
    },
  };
}

/** Reads lists of WeChat's, each by one replica at a time. */
export class ListReader {
  constructor(
    private readonly watches: ListWatches,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: ListReaderOptions,
  ) {}

  /** Reads a list of a mini program, if it is due. */
  async read(appId: string, list: WatchedList): Promise<void> {
    const { firstLookMs, everyMs } = this.options;
    const claim = await this.watches.claim(appId, list.name, firstLookMs);
    if (claim === undefined) return;
    try {
      const window = await list.window(appId, claim.seenUntil, claim.at);
      const kept = window === undefined ? claim : await this.readPages(appId, list, claim, window);
      if (kept === undefined) return;
      await this.watches.release(appId, list.name, kept, everyMs, claim.at);
    } catch (error) {
      this.logger.warn({ appId, list: list.name }, `list not read, trying again: ${messageOf(error)}`);
      await this.watches.noLaterThan(appId, list.name, AGAIN_MS);
    }
  }

  /** Answers the claim as it was extended; undefined when the list could not be read to its end. */
  private async readPages(
    appId: string,
    list: WatchedList,
    claimed: ListClaim,
    window: ListWindow,
  ): Promise<ListClaim | undefined> {
    let claim = claimed;
    let offset: number | null = 0;
    while (offset !== null) {
      const call = { appId, lane: 'backfill' as const, notAfter: this.clock.monotonic() + SEND_WITHIN_MS };
      const result: ChannelResult<number | null> = await list.read(call, window, offset);
      if (!result.ok) {
        await this.interrupted(appId, list, claim, result.error);
        return undefined;
      }
      offset = result.value;
      const kept = await this.watches.extend(appId, list.name, claim);
      if (kept === undefined) return undefined;
      claim = kept;
    }
    return claim;
  }

  private async interrupted(
    appId: string,
    { name }: WatchedList,
    claim: ListClaim,
    error: Parameters<typeof outcomeOf>[0],
  ): Promise<void> {
    const now = this.clock.now();
    const outcome = outcomeOf(error, now, this.options.errors);
    const inMs = outcome.kind === 'deferred' ? outcome.until.getTime() - now.getTime() : AGAIN_MS;
    await this.watches.release(appId, name, claim, inMs);
    this.logger.info({ appId, list: name, outcome: outcome.kind }, 'list not read to the end');
  }
}
