import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { applyAction, type ProductAuditor } from '../audits/product-auditor';
import type { ProductContent, ProductIds, SkuPatch, updateWithoutAuditFields } from './product-fields';
import { requireProduct } from './product-lookup';

/** Everything that acts without a review: `spu/listing`, `delisting`, `del`, `update_without_audit`. */
export class ProductShelfActions {
  constructor(
    private readonly clock: Clock,
    private readonly auditor: ProductAuditor,
  ) {}

  list(app: App, ids: ProductIds): Result<Payload> {
    return this.move(app, ids, 'list');
  }

  delist(app: App, ids: ProductIds): Result<Payload> {
    return this.move(app, ids, 'delist');
  }

  delete(app: App, ids: ProductIds): Result<Payload> {
    const found = requireProduct(app, ids);
    if (!found.ok) return found;
    this.auditor.drop(found.value);
    found.value.deleted = true;
    found.value.applied.delete += 1;
    app.revision.advance();
    return accept({});
  }

  updateWithoutAudit(app: App, request: ValueOf<typeof updateWithoutAuditFields>): Result<Payload> {
    const found = requireProduct(app, request);
    if (!found.ok) return found;
    const product = found.value;
    const { online } = product;
    if (online === undefined) return refuse(ERR.PRODUCT_UNKNOWN, 'no online data');
    const patches = request.skus ?? [];
    const onlineIds = new Set(online.skus.map(({ out_sku_id }) => out_sku_id));
    const stranger = patches.find(({ out_sku_id }) => !onlineIds.has(out_sku_id));
    if (stranger !== undefined) return refuse(ERR.SKU_NOT_ONLINE, stranger.out_sku_id);

    product.online = patched(online, patches);
    product.draft = patched(product.draft, patches);
    product.updateTime = this.clock.now();
    product.applied.updateWithoutAudit += 1;
    app.revision.advance();
    // As reported of the real answer: it carries no usable ids and no usable time. Only errcode may be relied on.
    const skus = patches.map(({ out_sku_id }) => ({ sku_id: 0, out_sku_id }));
    return accept({ data: { product_id: 0, out_product_id: '', update_time: '1970-01-01 08:00:00', skus } });
  }

  private move(app: App, ids: ProductIds, action: 'list' | 'delist'): Result<Payload> {
    const found = requireProduct(app, ids);
    if (!found.ok) return found;
    const refusal = applyAction(found.value, action);
    if (refusal !== undefined) return refusal;
    found.value.applied[action] += 1;
    app.revision.advance();
    return accept({});
  }
}

function patched(content: ProductContent, patches: readonly SkuPatch[]): ProductContent {
  const byId = new Map(patches.map((patch) => [patch.out_sku_id, patch]));
  return { ...content, skus: content.skus.map((sku) => ({ ...sku, ...byId.get(sku.out_sku_id) })) };
}
