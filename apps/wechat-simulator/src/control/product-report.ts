import type { Product } from '../products/product';
import type { ProductContent } from '../products/product-fields';

/** A product for people and tests: both versions, and what was applied to it. Ids are strings. */
export function productReport(product: Product): object {
  const { draft, online, submission } = product;
  return {
    outProductId: product.outProductId,
    productId: String(product.productId),
    status: product.status,
    editStatus: product.editStatus,
    deleted: product.deleted,
    createTime: product.createTime,
    updateTime: product.updateTime,
    draft: contentReport(product, draft),
    online: online === undefined ? null : contentReport(product, online),
    audit: {
      auditId: submission.auditId,
      submitTime: submission.submitTime,
      auditTime: submission.auditTime ?? null,
      rejectReason: submission.rejectReason,
    },
    applied: product.applied,
    repeatedAdds: product.repeatedAdds,
  };
}

function contentReport(product: Product, content: ProductContent): object {
  const skus = content.skus.map((sku) => ({
    sku_id: String(product.skuIds.get(sku.out_sku_id) ?? ''),
    ...sku,
  }));
  return { ...content, skus };
}
