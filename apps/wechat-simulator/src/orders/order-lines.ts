import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import type { Product } from '../products/product';
import type { PricedLine } from './amount-rules';
import type { Generation, OrderLine } from './order';
import type { OrderContentLine } from './order-fields';

interface SoldIds {
  readonly productId: bigint;
  readonly skuId: bigint;
}

/** What is paid for all pieces of a line: told in the second generation, and the price of one piece in the first. */
export function pricedLine({
  product_cnt,
  sale_price,
  sku_real_price,
  real_price = 0,
}: OrderContentLine): PricedLine {
  return {
    count: product_cnt,
    salePriceFen: sale_price,
    paidFen: sku_real_price ?? real_price * product_cnt,
  };
}

/** The lines of a new order. In the second generation products must be approved and listed; the first takes any. */
export function openLines(
  app: App,
  generation: Generation,
  contents: readonly OrderContentLine[],
): Result<OrderLine[]> {
  const lines: OrderLine[] = [];
  for (const content of contents) {
    const sold = soldIds(app, generation, content);
    if (!sold.ok) return sold;
    const { out_product_id: outProductId, out_sku_id: outSkuId, product_cnt: ordered } = content;
    if (lines.some((line) => line.outProductId === outProductId && line.outSkuId === outSkuId))
      return refuse(ERR.PRODUCT_INFOS, `two lines of ${outProductId} ${outSkuId}`);
    const { paidFen } = pricedLine(content);
    lines.push({
      outProductId,
      outSkuId,
      ...sold.value,
      ordered,
      paidFen,
      shipped: 0,
      refunded: 0,
      refundedFen: 0,
      inAftersale: 0,
    });
  }
  return accept(lines);
}

function soldIds(
  app: App,
  generation: Generation,
  { out_product_id, out_sku_id }: OrderContentLine,
): Result<SoldIds> {
  const product = app.products.findByOutId(out_product_id);
  if (generation === 'first')
    return accept({
      productId: product?.productId ?? 0n,
      skuId: product?.skuIds.get(out_sku_id) ?? 0n,
    });
  if (product === undefined || product.deleted) return refuse(ERR.ORDER_PRODUCT_UNKNOWN, out_product_id);
  if (product.online === undefined) return refuse(ERR.ORDER_PRODUCT_NOT_APPROVED, out_product_id);
  if (product.status !== 5) return refuse(ERR.ORDER_PRODUCT_STATUS, `${out_product_id} is not listed`);
  const skuId = skuIdOf(product, product.online.skus, out_sku_id);
  if (skuId === undefined)
    return refuse(ERR.ORDER_PRODUCT_UNKNOWN, `${out_product_id} has no SKU ${out_sku_id}`);
  return accept({ productId: product.productId, skuId });
}

/** An empty id is the only SKU of a product that has one. */
function skuIdOf(
  product: Product,
  skus: readonly { readonly out_sku_id: string }[],
  outSkuId: string,
): bigint | undefined {
  const named =
    outSkuId === '' && skus.length === 1 ? skus[0] : skus.find(({ out_sku_id }) => out_sku_id === outSkuId);
  return named === undefined ? undefined : product.skuIds.get(named.out_sku_id);
}
