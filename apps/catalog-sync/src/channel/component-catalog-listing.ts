import { NO_BRAND } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import { listProducts, type Spu } from '@tongbu/wechat';
import { CatalogListing, type ListedProduct, type ListedVersion, type ListingPage } from './catalog-listing';
import { readProduct } from './component-catalog-channel';

/** WeChat documentation: at most 100 products on a page. */
const PAGE_SIZE = 100;

/** The products at the custom transaction component. */
export class ComponentCatalogListing extends CatalogListing {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override page(
    call: ChannelCall,
    number: number,
    version: ListedVersion,
  ): Promise<ChannelResult<ListingPage>> {
    return this.calls.call(
      listProducts,
      { page: number, pageSize: PAGE_SIZE, version },
      call,
      ({ total, products }) => ({
        products: products.map(listedProduct),
        isLast: products.length === 0 || number * PAGE_SIZE >= total,
      }),
    );
  }
}

function listedProduct(spu: Spu): ListedProduct {
  return {
    productId: spu.productId,
    content: {
      title: spu.title,
      path: spu.path,
      ...(spu.directPath === undefined ? {} : { directPath: spu.directPath }),
      images: spu.headImages,
      qualificationImages: spu.qualificationImages,
      description: spu.description,
      categoryId: spu.categoryId ?? 0,
      brandId: spu.brandId ?? NO_BRAND,
      skus: spu.skus.map((sku) => ({
        skuId: sku.skuId,
        ...(sku.thumbnail === '' ? {} : { image: sku.thumbnail }),
        salePrice: sku.salePriceFen ?? 0,
        marketPrice: sku.marketPriceFen ?? 0,
        stock: sku.stock ?? 0,
        ...(sku.barcode === undefined ? {} : { barcode: sku.barcode }),
        ...(sku.skuCode === undefined ? {} : { code: sku.skuCode }),
        attributes: sku.attributes.map(({ key, value }) => ({ name: key, value })),
      })),
    },
    state: readProduct(spu),
  };
}
