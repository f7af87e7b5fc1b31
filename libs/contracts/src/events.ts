import { EventRegistry } from './event-definition';
import * as merchantCatalog from './merchant-catalog';
import * as merchantQualifications from './merchant-qualifications';
import * as wechatCallbacks from './wechat-callbacks';
import * as wechatCatalog from './wechat-catalog';
import * as wechatQualifications from './wechat-qualifications';

/** Every event type of this release. */
export const eventRegistry = new EventRegistry([
  merchantCatalog.productUpserted,
  merchantCatalog.productPriceChanged,
  merchantCatalog.productStockChanged,
  merchantCatalog.productListed,
  merchantCatalog.productDelisted,
  merchantCatalog.productReviewWithdrawn,
  merchantCatalog.productDeleted,
  merchantQualifications.categoryQualificationSubmitted,
  merchantQualifications.brandQualificationSubmitted,
  wechatCatalog.wechatProductSubmitted,
  wechatCatalog.wechatProductApproved,
  wechatCatalog.wechatProductRejected,
  wechatCatalog.wechatProductReviewWithdrawn,
  wechatCatalog.wechatProductListed,
  wechatCatalog.wechatProductDelisted,
  wechatCatalog.wechatProductTakenDown,
  wechatCatalog.wechatProductOffersUpdated,
  wechatCatalog.wechatProductDeleted,
  wechatCatalog.wechatProductParked,
  wechatQualifications.wechatCategoryQualificationSubmitted,
  wechatQualifications.wechatCategoryQualificationApproved,
  wechatQualifications.wechatCategoryQualificationRejected,
  wechatQualifications.wechatCategoryQualificationParked,
  wechatQualifications.wechatBrandQualificationSubmitted,
  wechatQualifications.wechatBrandQualificationApproved,
  wechatQualifications.wechatBrandQualificationRejected,
  wechatQualifications.wechatBrandQualificationParked,
  wechatCallbacks.wechatCallbackReceived,
]);
