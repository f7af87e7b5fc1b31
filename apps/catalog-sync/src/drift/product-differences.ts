import type { Difference } from '@tongbu/sync-engine';
import { isDeepStrictEqual } from 'node:util';
import type { ListedProduct } from '../channel/catalog-listing';
import type { DesiredProduct, ObservedProduct, Offer, Offers } from '../products/product';

type Content = DesiredProduct['content'];

/** What of the content that needs a review differs. Pictures compare through the addresses they were exchanged for. */
export function contentDifferences(
  wanted: Content,
  pictures: ObservedProduct['pictures'],
  { content: listed }: ListedProduct,
): Difference[] {
  const exchanged = (url: string) => pictures[url] ?? url;
  const own: readonly [string, unknown, unknown][] = [
    ['title', wanted.title, listed.title],
    ['path', wanted.path, listed.path],
    ['directPath', wanted.directPath ?? '', listed.directPath ?? ''],
    ['categoryId', wanted.categoryId, listed.categoryId],
    ['brandId', wanted.brandId, listed.brandId],
    ['description.text', wanted.description.text, listed.description.text],
  ];
  const lists: readonly [string, readonly string[], readonly string[]][] = [
    ['images', wanted.images, listed.images],
    ['qualificationImages', wanted.qualificationImages, listed.qualificationImages],
    ['description.images', wanted.description.images, listed.description.images],
  ];
  return [
    ...own.flatMap(([field, merchant, wechat]) => different(field, merchant, wechat)),
    ...lists.flatMap(([field, merchant, wechat]) => picturesDiffer(field, merchant, wechat, exchanged)),
    ...skuDifferences(wanted, listed, exchanged),
  ];
}

/** Prices, stock and codes that differ from those in force. A SKU that only one side has is a matter of content. */
export function offerDifferences(wanted: Offers, inForce: Offers): Difference[] {
  return Object.entries(wanted).flatMap(([skuId, offer]) => {
    const known = inForce[skuId];
    if (known === undefined) return [];
    const names: readonly (keyof Offer)[] = ['salePrice', 'marketPrice', 'stock', 'barcode', 'code'];
    return names
      .filter((name) => offer[name] !== undefined)
      .flatMap((name) => different(`skus[${skuId}].${name}`, offer[name], known[name] ?? null));
  });
}

function skuDifferences(wanted: Content, listed: Content, exchanged: (url: string) => string): Difference[] {
  const ids = [...new Set([...wanted.skus, ...listed.skus].map(({ skuId }) => skuId))];
  return ids.flatMap((skuId) => {
    const mine = wanted.skus.find((sku) => sku.skuId === skuId);
    const theirs = listed.skus.find((sku) => sku.skuId === skuId);
    const at = `skus[${skuId}]`;
    if (mine === undefined || theirs === undefined) {
      return [{ field: at, merchant: mine ?? null, wechat: theirs ?? null }];
    }
    // A SKU without a picture of its own is submitted with the cover.
    const image = mine.image ?? wanted.images[0] ?? '';
    return [
      ...picturesDiffer(`${at}.image`, [image], [theirs.image ?? ''], exchanged),
      ...different(`${at}.attributes`, mine.attributes, theirs.attributes),
    ];
  });
}

function picturesDiffer(
  field: string,
  merchant: readonly string[],
  wechat: readonly string[],
  exchanged: (url: string) => string,
): Difference[] {
  return isDeepStrictEqual(merchant.map(exchanged), wechat) ? [] : [{ field, merchant, wechat }];
}

function different(field: string, merchant: unknown, wechat: unknown): Difference[] {
  return isDeepStrictEqual(merchant, wechat) ? [] : [{ field, merchant, wechat }];
}
