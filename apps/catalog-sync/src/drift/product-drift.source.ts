import { assertUnreachable, type Clock, type Database, type Lane, type Transaction } from '@tongbu/platform';
import {
  changeDesired,
  type ChannelCall,
  type DriftItem,
  type DriftRun,
  type DriftSource,
  type DriftStep,
  giveHints,
  outcomeOf,
  REFRESH,
  retryDelay,
  type RowState,
  type WakeUp,
} from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import { z } from 'zod';
import type { CatalogChannel } from '../channel/catalog-channel';
import type { CatalogListing, ListedProduct } from '../channel/catalog-listing';
import type { DesiredProduct, ObservedProduct, Offers } from '../products/product';
import { productErrors } from '../products/product.errors';
import { PRODUCT } from '../products/product.planner';
import { compareProduct, evidenceOf, missingItem, strayItem, type Skipped } from './product-drift';

/** First through WeChat's pages, then through those of our products that stood on none of them. */
const cursorSchema = z.union([
  z.object({ phase: z.literal('wechat'), page: z.number().int() }),
  z.object({ phase: z.literal('merchant'), after: z.string() }),
]);

/** Products looked up at WeChat in one step, a call each. */
const LOOKED_UP = 10;

/** What a comparison says about a product. */
type Verdict = DriftItem | Skipped | 'same' | 'inWork' | 'parked' | 'changedMeanwhile' | 'withoutId';

interface RowRecord {
  readonly entity_id: string;
  readonly desired: DesiredProduct;
  readonly observed: ObservedProduct | null;
  readonly state: RowState;
  readonly planned: boolean;
  readonly changed: boolean;
}

/** Compares what the merchant wants with everything WeChat has, and has the planner repair the differences. */
export class ProductDriftSource implements DriftSource {
  readonly kind = PRODUCT;

  constructor(
    private readonly database: Database,
    private readonly channel: CatalogChannel,
    private readonly listing: CatalogListing,
    private readonly clock: Clock,
  ) {}

  compare(run: DriftRun, notAfter: number): Promise<DriftStep> {
    const call: ChannelCall = { appId: run.appId, lane: 'backfill', notAfter };
    const cursor =
      run.cursor === null ? { phase: 'wechat' as const, page: 1 } : cursorSchema.parse(run.cursor);
    switch (cursor.phase) {
      case 'wechat':
        return this.comparePage(call, cursor.page);
      case 'merchant':
        return this.lookUp(run, call, cursor.after);
      default:
        return assertUnreachable(cursor);
    }
  }

  private async comparePage(call: ChannelCall, number: number): Promise<DriftStep> {
    const [asked] = await this.database.query<{ at: Date }>(`SELECT now() AS at`);
    const drafts = await this.listing.page(call, number, 'draft');
    if (!drafts.ok) return this.interrupted(drafts.error);
    const { products, isLast } = drafts.value;
    const rows = await this.rowsOf(call.appId, products, asked?.at ?? this.clock.now());

    let online: ReadonlyMap<string, Offers> = new Map();
    if (products.some((product) => hasOwnOnlineVersion(product) && isSettled(rows.get(product.productId)))) {
      const page = await this.listing.page(call, number, 'online');
      if (!page.ok) return this.interrupted(page.error);
      online = new Map(page.value.products.map(({ productId, state }) => [productId, state.offers]));
    }
    const verdicts = products.map((product) =>
      verdictOf(product, rows.get(product.productId), inForce(product, online)),
    );
    return {
      kind: 'page',
      seen: products.map(({ productId }) => productId).filter((id) => id !== ''),
      ...found(verdicts),
      cursor: isLast ? { phase: 'merchant', after: '' } : { phase: 'wechat', page: number + 1 },
    };
  }

  /** Pages move while one reads them: whether WeChat really lacks a product is asked for each. */
  private async lookUp(run: DriftRun, call: ChannelCall, after: string): Promise<DriftStep> {
    const rows = await this.database.query<Pick<RowRecord, 'entity_id' | 'desired'>>(
      `SELECT entity_id, desired FROM sync_rows r
       WHERE app_id = $1 AND kind = $2 AND entity_id > $3 AND state = 'settled' AND generation = observed_generation
         AND observed->>'existence' = 'present' AND updated_at < $4 AND desired_at < $4
         AND NOT EXISTS (SELECT FROM sync_drift_seen s WHERE s.report_id = $5 AND s.entity_id = r.entity_id)
       ORDER BY entity_id LIMIT $6`,
      [run.appId, PRODUCT, after, run.startedAt, run.id, LOOKED_UP],
    );
    const items: DriftItem[] = [];
    let last = after;
    for (const { entity_id, desired } of rows) {
      const read = await this.channel.read(call, entity_id);
      if (!read.ok) {
        if (last === after) return this.interrupted(read.error);
        break;
      }
      last = entity_id;
      if (read.value === null) items.push(missingItem(entity_id, desired));
    }
    const isLast = rows.length < LOOKED_UP && last === (rows.at(-1)?.entity_id ?? after);
    return {
      kind: 'page',
      seen: [],
      items,
      counts: { lookedUp: rows.filter(({ entity_id }) => entity_id <= last).length },
      cursor: isLast ? null : { phase: 'merchant', after: last },
    };
  }

  async repair(
    tx: Transaction,
    appId: string,
    items: readonly DriftItem[],
    timeline: string,
  ): Promise<readonly WakeUp[]> {
    const woken: WakeUp[] = [];
    for (const item of items) {
      const { entityId, kind, repair } = item;
      const { offers, stray } = evidenceOf(item);
      const key = { appId, kind: PRODUCT, entityId };
      const lane = laneOf(repair.actions);
      const entry = { type: 'operator' as const, summary: timeline };
      if (kind === 'only-at-wechat' && stray !== undefined) {
        // The merchant may have published it since; then it is the merchant's and stays as it is.
        const unwanted = { content: stray, onSale: false, withdrawn: true, deleted: false };
        await changeDesired<DesiredProduct>(tx, key, {
          version: undefined,
          lane,
          timeline: entry,
          change: (known) =>
            known === undefined
              ? { kind: 'desired', desired: unwanted }
              : { kind: 'impossible', code: 'product-known', message: 'the merchant has published it since' },
        });
      }
      const detail = {
        ...(repair.actions.includes('resubmit') ? { distrust: true } : {}),
        ...(offers === undefined ? {} : { offers }),
      };
      await giveHints(tx, key, [entityId], { name: REFRESH, detail }, lane, entry);
      woken.push({ ...key, lane });
    }
    return woken;
  }

  private async rowsOf(
    appId: string,
    products: readonly ListedProduct[],
    since: Date,
  ): Promise<ReadonlyMap<string, RowRecord>> {
    const rows = await this.database.query<RowRecord>(
      `SELECT entity_id, desired, observed, state, generation = observed_generation AS planned,
         updated_at >= $4 OR desired_at >= $4 AS changed
       FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = ANY($3::text[])`,
      [appId, PRODUCT, products.map(({ productId }) => productId), since],
    );
    return new Map(rows.map((row) => [row.entity_id, row]));
  }

  private interrupted(error: CallError): DriftStep {
    const now = this.clock.now();
    const outcome = outcomeOf(error, now, productErrors);
    switch (outcome.kind) {
      case 'deferred':
        return { kind: 'later', until: outcome.until, reason: outcome.reason };
      case 'failed':
      case 'unknown': {
        const until = new Date(now.getTime() + retryDelay(5, Math.random));
        return { kind: 'later', until, reason: outcome.reason };
      }
      case 'refused':
      case 'contradicted':
        return { kind: 'failed', reason: outcome.problems.map(({ message }) => message).join(' ') };
      default:
        return assertUnreachable(outcome);
    }
  }
}

function isSettled(row: RowRecord | undefined): boolean {
  return row !== undefined && row.planned && row.state === 'settled';
}

/** While a draft is not approved, buyers see an older version, if any was approved. */
function hasOwnOnlineVersion({ state }: ListedProduct): boolean {
  return state.draft !== 'approved' && state.draft !== 'in-review' && state.shelf !== 'unlisted';
}

function inForce(product: ListedProduct, online: ReadonlyMap<string, Offers>): Offers | undefined {
  return product.state.draft === 'approved' ? product.state.offers : online.get(product.productId);
}

function verdictOf(listed: ListedProduct, row: RowRecord | undefined, offers: Offers | undefined): Verdict {
  if (listed.productId === '') return 'withoutId';
  if (row === undefined) return strayItem(listed);
  if (row.changed) return 'changedMeanwhile';
  if (row.planned && row.state === 'parked') return 'parked';
  if (!isSettled(row)) return 'inWork';
  return compareProduct({ desired: row.desired, observed: row.observed, listed, inForce: offers });
}

function found(verdicts: readonly Verdict[]): Pick<Extract<DriftStep, { kind: 'page' }>, 'items' | 'counts'> {
  const counts: Record<string, number> = { listed: verdicts.length };
  const items: DriftItem[] = [];
  for (const verdict of verdicts) {
    if (typeof verdict === 'string') counts[verdict] = (counts[verdict] ?? 0) + 1;
    else items.push(verdict);
  }
  return { items, counts };
}

/** How soon a repair is looked at; a resubmission has time, and leaves quota for the merchant's own changes. */
function laneOf(actions: DriftItem['repair']['actions']): Lane {
  if (actions.includes('delist') || actions.includes('delete')) return 'stop-sale';
  return actions.includes('update-offers') || actions.includes('list') ? 'price' : 'backfill';
}
