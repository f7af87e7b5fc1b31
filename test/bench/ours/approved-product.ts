import { merchantProduct } from '@tongbu/contracts';
import {
  contentHash,
  offersOf,
  type DesiredProduct,
  type ObservedProduct,
  type ProductState,
} from '../../../apps/catalog-sync/src/products/product';
import type { ProductFact } from '../../../apps/catalog-sync/src/products/product.commands';
import { productChanges } from '../../../apps/catalog-sync/src/products/product.intake';
import { reduceProduct } from '../../../apps/catalog-sync/src/products/product.reduce';

/** The only SKU of each product here. */
export const SKU = 'SKU-1';

const CATEGORY = 19_000_202;
const IMAGE = 'https://img.shop.example/cup/cover.jpg';

/** A product as catalog-sync knows it after WeChat has approved it, made by its own rules from the facts that led there. */
export function approvedProduct(now: Date): ProductState & { readonly observed: ObservedProduct } {
  const desired = desiredProduct();
  const at = now.toISOString();
  const facts: readonly ProductFact[] = [
    { kind: 'pictures-exchanged', pictures: { [IMAGE]: 'https://mmecimage.cn/p/bench' } },
    {
      kind: 'references-checked',
      references: {
        categoryId: CATEGORY,
        brandId: desired.content.brandId,
        category: 'usable',
        brand: 'usable',
        checkedAt: at,
        generation: 1,
      },
    },
    {
      kind: 'submitted',
      submission: { number: 1, contentHash: contentHash(desired), merchantVersion: 1, at },
      wechatId: '324545',
      wechatSkuIds: { [SKU]: '1024' },
    },
    {
      kind: 'read',
      product: {
        wechatId: '324545',
        wechatSkuIds: { [SKU]: '1024' },
        shelf: 'listed',
        draft: 'approved',
        submission: 1,
        reason: '',
        offers: offersOf(desired),
      },
    },
  ];
  const fresh: ProductState = {
    appId: '',
    entityId: '',
    desired,
    desiredVersion: 1,
    desiredGeneration: 1,
    generation: 1,
    hint: null,
    observed: null,
    intent: null,
    refusal: null,
  };
  return facts.reduce<ProductState>(
    (state, fact) => ({ ...state, observed: reduceProduct(state, fact, now).observed }),
    fresh,
  ) as ProductState & { readonly observed: ObservedProduct };
}

function desiredProduct(): DesiredProduct {
  const published = merchantProduct.parse({
    version: 1,
    title: '青瓷手作茶杯 龙泉窑冰裂釉 单只装',
    path: 'pages/item/index?id=cup',
    images: [IMAGE],
    categoryId: CATEGORY,
    description: { text: '龙泉青瓷，手工拉坯，高温烧制。冰裂纹为釉面开片，每只纹路不同。', images: [] },
    skus: [{ skuId: SKU, salePrice: 5_900, marketPrice: 7_900, stock: 40 }],
  });
  const change = productChanges.upserted(published)(undefined);
  if (change.kind !== 'desired') throw new Error(change.message);
  return change.desired;
}
