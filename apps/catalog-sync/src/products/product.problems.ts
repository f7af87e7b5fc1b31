import { wechatProductParked, type Problem } from '@tongbu/contracts';
import { nothingObserved, type DesiredProduct, type ProductState, type References } from './product';

/** WeChat never takes an id again after the product was deleted. */
export function idUsedUp(productId: string): Problem {
  return {
    code: 'product-id-used-up',
    message: `The product ${productId} was deleted at WeChat, and WeChat never takes the same id again.`,
    messageZh: `商品 ${productId} 已在微信侧删除，微信不允许重复使用同一商品编号。`,
    fix: 'Publish the product again under a new id.',
    fixZh: '请使用新的商品编号重新发布。',
  };
}

/** What is missing around the product before it can be submitted: its category and its brand. */
export function referenceProblems(
  { category, brand, categoryId, brandId }: References,
  { qualificationImages }: DesiredProduct['content'],
): Problem[] {
  const found: Problem[] = [];
  if (category === 'unknown') {
    found.push({
      code: 'category-unknown',
      field: 'categoryId',
      message: `WeChat has no level 3 category ${categoryId}.`,
      messageZh: `微信没有编号为 ${categoryId} 的三级类目。`,
      fix: 'Choose a level 3 category from the category list. The list is read again every day.',
      fixZh: '请从类目列表中选择一个三级类目。类目列表每天更新。',
    });
  }
  if (category === 'needs-approval') {
    found.push({
      code: 'category-not-approved',
      field: 'categoryId',
      message: `The category ${categoryId} needs a qualification that WeChat has not approved for this mini program.`,
      messageZh: `类目 ${categoryId} 需要资质，当前小程序尚未通过该类目的资质审核。`,
      fix: 'Publish merchant.category-qualification.submitted.v1 for it; the product goes on by itself when it is approved.',
      fixZh:
        '请发布该类目的资质（merchant.category-qualification.submitted.v1），审核通过后商品会自动继续提交。',
    });
  }
  if (category === 'needs-product-pictures' && qualificationImages.length === 0) {
    found.push({
      code: 'qualification-images-missing',
      field: 'qualificationImages',
      message: `Products of category ${categoryId} need qualification pictures.`,
      messageZh: `类目 ${categoryId} 的商品需要提供商品资质图片。`,
      fix: 'Add 1 to 5 qualification pictures to the product.',
      fixZh: '请为商品添加 1 到 5 张资质图片。',
    });
  }
  if (brand === 'needs-approval') {
    found.push({
      code: 'brand-not-approved',
      field: 'brandId',
      message: `The brand ${brandId} is not approved for this mini program.`,
      messageZh: `品牌 ${brandId} 尚未通过当前小程序的品牌审核。`,
      fix: 'Publish merchant.brand-qualification.submitted.v1 and use the id of the approved brand, or sell without a brand.',
      fixZh:
        '请发布品牌资质（merchant.brand-qualification.submitted.v1）并使用审核通过后的品牌编号，或以无品牌方式发布商品。',
    });
  }
  return found;
}

/** The event that tells the merchant what to change. */
export function parkedProduct(state: ProductState, problems: readonly Problem[]) {
  const { wechatId } = state.observed ?? nothingObserved;
  return {
    type: wechatProductParked.type,
    data: { wechatProductId: wechatId, merchantVersion: state.desiredVersion, problems },
  };
}
