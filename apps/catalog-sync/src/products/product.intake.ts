import type { EventData, MerchantProduct, productPriceChanged, productStockChanged } from '@tongbu/contracts';
import type { DesiredChange } from '@tongbu/sync-engine';
import type { DesiredProduct } from './product';

type Change = (desired: DesiredProduct | undefined) => DesiredChange<DesiredProduct>;

/** How each of the merchant's events changes what is wanted. Pure. */
export const productChanges = {
  upserted({ version: _, onSale, ...content }: MerchantProduct): Change {
    return (before) => ({
      kind: 'desired',
      desired: {
        content,
        onSale,
        withdrawn: false,
        deleted: false,
        publication: (before?.publication ?? 0) + 1,
      },
    });
  },

  priceChanged({ skus }: EventData<typeof productPriceChanged>): Change {
    return changeSkus(
      skus.map(({ skuId, salePrice, marketPrice }) => ({
        skuId,
        change: { salePrice, ...(marketPrice === undefined ? {} : { marketPrice }) },
      })),
    );
  },

  stockChanged({ skus }: EventData<typeof productStockChanged>): Change {
    return changeSkus(skus.map(({ skuId, stock }) => ({ skuId, change: { stock } })));
  },

  listed: known((desired) => ({ ...desired, onSale: true })),
  delisted: known((desired) => ({ ...desired, onSale: false })),
  reviewWithdrawn: known((desired) => ({ ...desired, withdrawn: true })),
  deleted: known((desired) => ({ ...desired, deleted: true })),
};

function known(change: (desired: DesiredProduct) => DesiredProduct): Change {
  return (desired) =>
    desired === undefined
      ? {
          kind: 'impossible',
          code: 'product-unknown',
          message: 'the product is not known; publish merchant.product.upserted.v1 first',
        }
      : { kind: 'desired', desired: change(desired) };
}

function changeSkus(
  changes: readonly { skuId: string; change: Partial<MerchantProduct['skus'][number]> }[],
): Change {
  return (desired) => {
    const unknown = changes.find(
      ({ skuId }) => desired !== undefined && !desired.content.skus.some((sku) => sku.skuId === skuId),
    );
    if (unknown !== undefined) {
      return {
        kind: 'impossible',
        code: 'sku-unknown',
        message: `data.skus: the product has no SKU ${unknown.skuId}; publish merchant.product.upserted.v1 with it first`,
      };
    }
    return known((product) => ({
      ...product,
      content: {
        ...product.content,
        skus: product.content.skus.map((sku) => ({
          ...sku,
          ...changes.find(({ skuId }) => skuId === sku.skuId)?.change,
        })),
      },
    }))(desired);
  };
}
