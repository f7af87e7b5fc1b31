import {
  addProduct,
  delistProduct,
  deleteProduct,
  getProduct,
  listApprovedBrands,
  listApprovedCategories,
  listProduct,
  readCategoryTree,
  updateProduct,
  updateProductWithoutReview,
  withdrawReview,
  type ReviewState,
  type ShelfState,
  type Spu,
  type SpuDraft,
} from '@tongbu/wechat';
import {
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
  isRefusedWith,
} from '@tongbu/sync-engine';
import type { ReadProduct } from '../products/product.commands';
import type { DraftState, Offers, Shelf } from '../products/product';
import {
  CatalogChannel,
  type Brand,
  type Category,
  type ProductListing,
  type SubmittedProduct,
} from './catalog-channel';

const NO_SUCH_PRODUCT = 1000011;

/** Products at the custom transaction component. */
export class ComponentCatalogChannel extends CatalogChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override add(call: ChannelCall, listing: ProductListing): Promise<ChannelResult<SubmittedProduct>> {
    return this.calls.call(addProduct, this.draft(call.appId, listing), call, submittedProduct);
  }

  override update(call: ChannelCall, listing: ProductListing): Promise<ChannelResult<SubmittedProduct>> {
    return this.calls.call(updateProduct, this.draft(call.appId, listing), call, submittedProduct);
  }

  override updateOffers(call: ChannelCall, productId: string, offers: Offers): Promise<ChannelResult<void>> {
    const skus = Object.entries(offers).map(([skuId, offer]) => ({
      skuId,
      salePriceFen: offer.salePrice,
      marketPriceFen: offer.marketPrice,
      stock: offer.stock,
      barcode: offer.barcode,
      skuCode: offer.code,
    }));
    return this.calls.call(updateProductWithoutReview, { product: { productId }, skus }, call, nothing);
  }

  override async read(call: ChannelCall, productId: string): Promise<ChannelResult<ReadProduct | null>> {
    const result = await this.calls.call(
      getProduct,
      { product: { productId }, version: 'draft' },
      call,
      readProduct,
    );
    const { note } = result;
    if (!isRefusedWith(result, NO_SUCH_PRODUCT)) return result;
    return { ok: true, value: null, note };
  }

  override list(call: ChannelCall, productId: string): Promise<ChannelResult<void>> {
    return this.calls.call(listProduct, { productId }, call, nothing);
  }

  override delist(call: ChannelCall, productId: string): Promise<ChannelResult<void>> {
    return this.calls.call(delistProduct, { productId }, call, nothing);
  }

  override delete(call: ChannelCall, productId: string): Promise<ChannelResult<void>> {
    return this.calls.call(deleteProduct, { productId }, call, nothing);
  }

  override withdrawReview(call: ChannelCall, productId: string): Promise<ChannelResult<void>> {
    return this.calls.call(withdrawReview, { productId }, call, nothing);
  }

  override categories(call: ChannelCall): Promise<ChannelResult<Category[]>> {
    return this.calls.call(readCategoryTree, undefined, call, (rows) =>
      rows.map(({ id, name, parentIds, qualification, productQualification }) => ({
        id,
        name,
        parentIds,
        qualification: qualification.need,
        productQualification: productQualification.need,
      })),
    );
  }

  override approvedCategories(call: ChannelCall): Promise<ChannelResult<number[]>> {
    return this.calls.call(listApprovedCategories, undefined, call, (rows) => rows.map(({ id }) => id));
  }

  override approvedBrands(call: ChannelCall): Promise<ChannelResult<Brand[]>> {
    return this.calls.call(listApprovedBrands, undefined, call, (rows) => rows);
  }

  private draft(appId: string, { productId, content, submission, scenes }: ProductListing): SpuDraft {
    return {
      productId,
      title: content.title,
      path: content.path,
      directPath: content.directPath,
      headImages: content.images,
      qualificationImages: content.qualificationImages,
      description: content.description,
      categoryId: content.categoryId,
      brandId: content.brandId,
      infoVersion: String(submission),
      sceneGroups: [...(scenes ?? this.calls.account(appId)?.sceneGroups ?? [])],
      skus: content.skus.map((sku) => ({
        skuId: sku.skuId,
        thumbnail: sku.image ?? '',
        salePriceFen: sku.salePrice,
        marketPriceFen: sku.marketPrice,
        stock: sku.stock,
        barcode: sku.barcode,
        skuCode: sku.code,
        attributes: sku.attributes.map(({ name, value }) => ({ key: name, value })),
      })),
    };
  }
}

function nothing(): void {
  // Success is all these calls tell.
}

function submittedProduct(answer: {
  readonly wechatProductId: string;
  readonly skus: readonly { readonly skuId: string; readonly wechatSkuId: string }[];
}): SubmittedProduct {
  return {
    wechatId: answer.wechatProductId,
    wechatSkuIds: Object.fromEntries(answer.skus.map(({ skuId, wechatSkuId }) => [skuId, wechatSkuId])),
  };
}

export function readProduct(spu: Spu): ReadProduct {
  const version = spu.infoVersion ?? '';
  return {
    wechatId: spu.wechatProductId ?? '0',
    wechatSkuIds: Object.fromEntries(
      spu.skus.flatMap(({ skuId, wechatSkuId }) => (wechatSkuId === undefined ? [] : [[skuId, wechatSkuId]])),
    ),
    shelf: shelfOf(spu.shelf),
    draft: draftOf(spu.review),
    submission: /^\d{1,15}$/.test(version) ? Number(version) : null,
    reason: spu.audit?.rejectReason ?? '',
    offers: Object.fromEntries(
      spu.skus.map((sku) => [
        sku.skuId,
        {
          salePrice: sku.salePriceFen ?? 0,
          marketPrice: sku.marketPriceFen ?? 0,
          stock: sku.stock ?? 0,
          ...(sku.barcode === undefined ? {} : { barcode: sku.barcode }),
          ...(sku.skuCode === undefined ? {} : { code: sku.skuCode }),
        },
      ]),
    ),
  };
}

function shelfOf(shelf: ShelfState | undefined): Shelf {
  switch (shelf) {
    case 'listed':
    case 'delisted':
      return shelf;
    case 'delisted-by-wechat':
      return 'taken-down';
    case 'initial':
    case 'other':
    case undefined:
      return 'unlisted';
  }
}

function draftOf(review: ReviewState | undefined): DraftState {
  switch (review) {
    case 'in-review':
    case 'rejected':
    case 'approved':
      return review;
    case 'initial':
    case 'editing':
    case 'other':
    case undefined:
      return 'editing';
  }
}
