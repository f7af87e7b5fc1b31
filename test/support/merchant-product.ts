/** A level 3 category that needs no qualification. */
const CATEGORY = 19_000_202;

/** Data of a `merchant.product.upserted.v1` that WeChat approves. */
export function merchantProduct(id: string, version: number, changes: object = {}) {
  return {
    version,
    title: `青瓷茶杯 ${id} 第${version}版`,
    path: `pages/item/index?id=${id}`,
    images: ['https://img.shop.example/cup/cover.jpg'],
    categoryId: CATEGORY,
    skus: [{ skuId: `${id}-S`, salePrice: 5_900, marketPrice: 7_900, stock: 40 }],
    ...changes,
  };
}
