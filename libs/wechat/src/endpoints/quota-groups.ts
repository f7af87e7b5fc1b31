import type { Account } from '../accounts';
import type { QuotaGroup } from '../limiter';
import * as access from './access.endpoints';
import * as account from './account.endpoints';
import * as aftersaleDecisions from './aftersale-decisions.endpoints';
import * as aftersale from './aftersale.endpoints';
import * as audit from './audit.endpoints';
import * as category from './category.endpoints';
import * as complaint from './complaint.endpoints';
import * as delivery from './delivery.endpoints';
import * as image from './image.endpoints';
import * as merchantNumber from './merchant-number.endpoints';
import * as mirrored from './mirrored-aftersale.endpoints';
import * as orderReads from './order-reads.endpoints';
import * as order from './order.endpoints';
import * as product from './product.endpoints';
import * as promoter from './promoter.endpoints';
import * as sharer from './sharer.endpoints';
import * as token from './token.endpoints';

const ENDPOINTS = [
  token.stableToken,
  access.applyForComponent,
  access.checkRegistration,
  access.finishAccessTask,
  access.applyForScene,
  account.updateAccountInfo,
  account.readAccountInfo,
  account.listApprovedCategories,
  account.listApprovedBrands,
  category.readCategoryTree,
  image.uploadImage,
  audit.submitBrand,
  audit.submitCategory,
  audit.readQualificationResult,
  product.addProduct,
  product.updateProduct,
  product.updateProductWithoutReview,
  product.getProduct,
  product.listProducts,
  product.deleteProduct,
  product.withdrawReview,
  product.listProduct,
  product.delistProduct,
  order.checkScene,
  order.addOrder,
  order.reportPayment,
  orderReads.getOrder,
  orderReads.listOrders,
  orderReads.listOrdersOfPromoter,
  orderReads.listOrdersOfSharer,
  order.getPaymentParameters,
  order.closeOrder,
  order.changeOrderPrice,
  order.updateOrderAddress,
  delivery.listCarriers,
  delivery.sendParcels,
  delivery.confirmReceipt,
  aftersale.addAftersale,
  aftersale.updateAftersale,
  aftersale.cancelAftersale,
  aftersale.getAftersale,
  aftersale.listAftersales,
  aftersaleDecisions.acceptRefund,
  aftersaleDecisions.acceptReturn,
  aftersaleDecisions.rejectAftersale,
  aftersale.uploadReturnInfo,
  aftersaleDecisions.uploadRefundCertificates,
  aftersaleDecisions.forceAftersaleOverdue,
  mirrored.addMirroredAftersale,
  mirrored.updateMirroredAftersale,
  mirrored.getMirroredAftersales,
  mirrored.extendAftersalePeriod,
  complaint.listComplaints,
  complaint.getComplaint,
  complaint.uploadComplaintMaterial,
  merchantNumber.applyForMerchantNumber,
  merchantNumber.readMerchantApplication,
  merchantNumber.readMerchantPrefill,
  promoter.listPromoters,
  sharer.inviteSharers,
  sharer.unbindSharers,
  sharer.listSharers,
  sharer.findSharer,
  sharer.readSharerSales,
  sharer.listSharerLives,
  sharer.listSharerLiveOrders,
];

/** The paths that we call. */
export const calledPaths: readonly string[] = ENDPOINTS.map(({ path }) => path);

/** Every quota of an account, for `Limiter.snapshot`. */
export function quotaGroupsOf({ quotas }: Pick<Account, 'quotas'>): readonly QuotaGroup[] {
  const groups = ENDPOINTS.map(({ quota }) => quota(quotas));
  return [...new Map(groups.map((group) => [group.name, group])).values()];
}

/** The paths that count against each quota of an account, by the name of its group. */
export function quotaPathsOf({ quotas }: Pick<Account, 'quotas'>): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const { path, quota } of ENDPOINTS) {
    const { name } = quota(quotas);
    paths.set(name, [...(paths.get(name) ?? []), path]);
  }
  return paths;
}
