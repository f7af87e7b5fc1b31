import type { SimulatedProduct } from '../../../support/simulator-control';
import type { WechatEntity } from '../../judging/compare-entity';
import { catalogSync } from '../services';
import { isWare } from '../shop/buying';
import type { Traffic } from '../traffic';
import { productPlot } from './product-plot';
import { judgeToldOfProduct } from './product-told';

const LISTED = 5;

export const products: Traffic = {
  name: 'products',
  services: [catalogSync],
  admin: { service: 'catalog-sync', thing: 'products' },
  write: (count, random) =>
    Array.from({ length: count }, (_, at) => productPlot(`P-${at + 1}`, random, { staysOnSale: at === 0 })),
  atWechat: async (wechat) =>
    new Map(
      (await wechat.products())
        .filter(({ outProductId }) => !isWare(outProductId))
        .map((product) => [product.outProductId, entityOf(product)]),
    ),
  judgeTold: judgeToldOfProduct,
};

function entityOf({ online, status, deleted, applied, repeatedAdds }: SimulatedProduct): WechatEntity {
  const [sku] = online?.skus ?? [];
  return {
    state: {
      title: online?.title ?? null,
      price: sku?.sale_price ?? null,
      stock: sku?.stock_num ?? null,
      onSale: status === LISTED,
      deleted,
    },
    effects: { ...applied, 'add again': repeatedAdds },
  };
}
