import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import { applyAction, type ProductAuditor } from '../audits/product-auditor';
import type { FaultPlan } from '../faults/fault-plan';
import { beijingTime } from '../time/beijing-time';
import { faultOfContent, faultOfStockOnAdd } from './content-rules';
import type { Product } from './product';
import type { addFields, ProductContent, ProductIds, updateFields } from './product-fields';
import { requireProduct } from './product-lookup';
import type { IdSequence } from './product-shelf';
import { skuIdsOf } from './product-view';

const HOUR_MS = 3_600_000;

/** Everything that begins or ends a review: `spu/add`, `spu/update`, `spu/del_audit`. */
export class ProductSubmissions {
  constructor(
    private readonly clock: Clock,
    private readonly ids: IdSequence,
    private readonly auditor: ProductAuditor,
    private readonly faults: FaultPlan,
  ) {}

  add(app: App, { out_product_id, ...content }: ValueOf<typeof addFields>): Result<Payload> {
    const known = app.products.findByOutId(out_product_id);
    if (known !== undefined) {
      known.repeatedAdds += 1;
      return refuse(
        ERR.PRODUCT_EXISTS,
        known.deleted ? 'the id of a deleted product cannot be used again' : undefined,
      );
    }
    const fault = faultOfStockOnAdd(content) ?? this.faultOfSubmission(app, content, out_product_id);
    if (fault !== undefined) return fault;
    const now = this.clock.now();
    const product: Product = {
      productId: this.ids.next(),
      outProductId: out_product_id,
      createTime: now,
      updateTime: now,
      draft: content,
      online: undefined,
      status: 0,
      editStatus: 0,
      submission: this.newSubmission(now),
      deleted: false,
      skuIds: new Map(),
      applied: {
        add: 1,
        update: 0,
        submit: 0,
        updateWithoutAudit: 0,
        withdraw: 0,
        list: 0,
        delist: 0,
        delete: 0,
      },
      repeatedAdds: 0,
    };
    app.products.put(product);
    const failure = this.submit(app, product, '/shop/spu/add');
    if (failure !== undefined) return failure;
    return accept({
      data: { ...this.idsOf(product), create_time: beijingTime(now), skus: skuIdsOf(product) },
    });
  }

  update(
    app: App,
    { product_id, out_product_id, ...content }: ValueOf<typeof updateFields>,
  ): Result<Payload> {
    const found = requireProduct(app, { product_id, out_product_id });
    if (!found.ok) return found;
    const product = found.value;
    if (product.editStatus === 2) return refuse(ERR.UNDER_AUDIT);
    const fault = this.faultOfSubmission(app, content, product.outProductId);
    if (fault !== undefined) return fault;
    const now = this.clock.now();
    product.draft = content;
    product.updateTime = now;
    product.submission = this.newSubmission(now);
    product.applied.update += 1;
    const failure = this.submit(app, product, '/shop/spu/update');
    if (failure !== undefined) return failure;
    return accept({
      data: { ...this.idsOf(product), update_time: beijingTime(now), skus: skuIdsOf(product) },
    });
  }

  withdraw(app: App, ids: ProductIds): Result<Payload> {
    const found = requireProduct(app, ids);
    if (!found.ok) return found;
    const refusal = applyAction(found.value, 'withdraw');
    if (refusal !== undefined) return refusal;
    this.auditor.drop(found.value);
    found.value.applied.withdraw += 1;
    app.revision.advance();
    return accept({});
  }

  private faultOfSubmission(app: App, content: ProductContent, outProductId: string): Refusal | undefined {
    const fault = faultOfContent(content, outProductId, app);
    if (fault !== undefined) return fault;
    const limit = app.settings.quotas.productSubmitPerHour;
    const submitted = app.products.submissionsOf(outProductId).count(this.clock.monotonic(), HOUR_MS);
    return submitted < limit ? undefined : refuse(ERR.TOO_MANY_SUBMISSIONS, `${limit} an hour`);
  }

  /** Hands the stored draft to the reviewers; a fault may keep it from them, then it stays a draft. */
  private submit(app: App, product: Product, path: string): Refusal | undefined {
    app.revision.advance();
    for (const { out_sku_id } of product.draft.skus) {
      if (!product.skuIds.has(out_sku_id)) product.skuIds.set(out_sku_id, this.ids.next());
    }
    if (this.faults.failsSubmission(app.appId, path)) {
      applyAction(product, 'store');
      return refuse(ERR.NOT_SUBMITTED);
    }
    app.products.submissionsOf(product.outProductId).add(this.clock.monotonic());
    applyAction(product, 'submit');
    product.applied.submit += 1;
    this.auditor.take(app, product);
    return undefined;
  }

  private newSubmission(now: Date): Product['submission'] {
    return { auditId: this.auditor.newAuditId(), submitTime: now, auditTime: undefined, rejectReason: '' };
  }

  private idsOf(product: Product): Payload {
    return { product_id: product.productId, out_product_id: product.outProductId };
  }
}
