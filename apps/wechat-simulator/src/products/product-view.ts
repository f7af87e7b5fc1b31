import { withoutAbsent, type Payload } from '../api/result';
import { beijingTime } from '../time/beijing-time';
import type { Product } from './product';
import type { ProductContent } from './product-fields';

/** `spu` of get and get_list. Online data of a product never approved is nearly empty. */
export function viewOf(product: Product, needEditSpu: boolean): Payload {
  const content = needEditSpu ? product.draft : product.online;
  return {
    product_id: product.productId,
    out_product_id: product.outProductId,
    ...(content === undefined ? {} : contentView(product, content)),
    status: product.status,
    edit_status: product.editStatus,
    audit_info: {
      submit_time: beijingTime(product.submission.submitTime),
      audit_time: product.submission.auditTime === undefined ? '' : beijingTime(product.submission.auditTime),
      reject_reason: product.editStatus === 3 ? product.submission.rejectReason : '',
      audit_id: product.submission.auditId,
    },
    create_time: beijingTime(product.createTime),
    update_time: beijingTime(product.updateTime),
  };
}

export function skuIdsOf(product: Product): Payload[] {
  return product.draft.skus.map(({ out_sku_id }) => ({ sku_id: product.skuIds.get(out_sku_id), out_sku_id }));
}

function contentView(product: Product, content: ProductContent): Payload {
  const skus = content.skus.map((sku) =>
    withoutAbsent({ sku_id: product.skuIds.get(sku.out_sku_id), ...sku }),
  );
  return withoutAbsent({ ...content, skus });
}
