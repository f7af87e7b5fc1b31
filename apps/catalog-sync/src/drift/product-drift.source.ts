import { assertUnreachable, type Clock, type Database, type Lane, type Transaction } from '@tongbu/platform';
import {
  askedNow,
  changeDesired,
  comparedRows,
  foundIn,
  type ChannelCall,
  type ComparedRow,
  type DriftItem,
  type DriftRun,
  type DriftSource,
  type DriftStep,
  giveHints,
  interruptedStep,
  REFRESH,
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

type ProductRow = ComparedRow<DesiredProduct, ObservedProduct>;

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
    const asked = await askedNow(this.database);
    const drafts = await this.listing.page(call, number, 'draft');
    if (!drafts.ok) return this.interrupted(drafts.error);
    const { products, isLast } = drafts.value;
    const ids = products.map(({ productId }) => productId);
    const rows: ReadonlyMap<string, ProductRow> = await comparedRows(
      this.database,
      call.appId,
      PRODUCT,
      ids,
      asked,
    );

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
      seen: ids.filter((id) => id !== ''),
      ...foundIn(verdicts),
      cursor: isLast ? { phase: 'merchant', after: '' } : { phase: 'wechat', page: number + 1 },
    };
  }

  /** Pages move while one reads them: whether WeChat really lacks a product is asked for each. */
  private async lookUp(run: DriftRun, call: ChannelCall, after: string): Promise<DriftStep> {
    const rows = await this.database.query<{ readonly entity_id: string; readonly desired: DesiredProduct }>(
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

  private interrupted(error: CallError): DriftStep {
    return interruptedStep(error, this.clock.now(), productErrors);
  }
}

function isSettled(compared: ProductRow | undefined): boolean {
  return compared !== undefined && compared.planned && compared.row.state === 'settled';
}

/** While a draft is not approved, buyers see an older version, if any was approved. */
function hasOwnOnlineVersion({ state }: ListedProduct): boolean {
  return state.draft !== 'approved' && state.draft !== 'in-review' && state.shelf !== 'unlisted';
}

function inForce(product: ListedProduct, online: ReadonlyMap<string, Offers>): Offers | undefined {
  return product.state.draft === 'approved' ? product.state.offers : online.get(product.productId);
}

function verdictOf(
  listed: ListedProduct,
  compared: ProductRow | undefined,
  offers: Offers | undefined,
): Verdict {
  if (listed.productId === '') return 'withoutId';
  if (compared === undefined) return strayItem(listed);
  const { row, changed, planned } = compared;
  if (changed) return 'changedMeanwhile';
  if (planned && row.state === 'parked') return 'parked';
  if (!isSettled(compared)) return 'inWork';
  return compareProduct({ desired: row.desired, observed: row.observed, listed, inForce: offers });
}

/** How soon a repair is looked at; a resubmission has time, and leaves quota for the merchant's own changes. */
function laneOf(actions: DriftItem['repair']['actions']): Lane {
  if (actions.includes('delist') || actions.includes('delete')) return 'stop-sale';
  return actions.includes('update-offers') || actions.includes('list') ? 'price' : 'backfill';
}
