import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import type { Product } from './product';
import type { ProductIds } from './product-fields';

/** The product that a request names by one or both of its ids. A deleted one does not exist. */
export function requireProduct(app: App, ids: ProductIds): Result<Product> {
  const { product_id, out_product_id } = ids;
  if (product_id === undefined && out_product_id === undefined) return refuse(ERR.OUT_PRODUCT_ID_MISSING);
  const product =
    out_product_id === undefined
      ? app.products.findByProductId(product_id ?? 0n)
      : app.products.findByOutId(out_product_id);
  const contradicts = product_id !== undefined && product?.productId !== product_id;
  if (product === undefined || product.deleted || contradicts) return refuse(ERR.PRODUCT_UNKNOWN);
  return accept(product);
}
