import { EventRegistry } from './event-definition';
import * as merchantCatalog from './merchant-catalog';
import * as wechatCallbacks from './wechat-callbacks';
import * as wechatCatalog from './wechat-catalog';

/** Every event type of this release. */
export const eventRegistry = new EventRegistry([
  merchantCatalog.productUpserted,
  merchantCatalog.productPriceChanged,
  merchantCatalog.productStockChanged,
  merchantCatalog.productListed,
  merchantCatalog.productDelisted,
  merchantCatalog.productReviewWithdrawn,
  merchantCatalog.productDeleted,
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
  wechatCallbacks.wechatCallbackReceived,
]);
