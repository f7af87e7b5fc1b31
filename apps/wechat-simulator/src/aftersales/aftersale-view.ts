import { withoutAbsent, type Payload } from '../api/result';
import type { Aftersale } from './aftersale';

/** An after-sale as `ecaftersale/get` shows it. Its order is read beside it for WeChat's own ids of the line. */
export function viewOf(
  aftersale: Aftersale,
  ids: { readonly productId: bigint; readonly skuId: bigint } | undefined,
): Payload {
  const { returned } = aftersale;
  return withoutAbsent({
    aftersale_id: aftersale.aftersaleId,
    out_aftersale_id: aftersale.outAftersaleId,
    order_id: aftersale.orderId,
    out_order_id: aftersale.outOrderId,
    openid: aftersale.openid,
    product_info: {
      out_product_id: aftersale.outProductId,
      product_id: ids?.productId ?? 0n,
      out_sku_id: aftersale.outSkuId,
      sku_id: ids?.skuId ?? 0n,
      product_cnt: aftersale.pieces,
    },
    type: aftersale.type,
    status: aftersale.status,
    refund_reason_type: aftersale.reasonType,
    orderamt: aftersale.amountFen,
    refund_reason: aftersale.reason,
    media_list: aftersale.media,
    return_info: {
      order_return_time: returned?.at.getTime() ?? 0,
      delivery_id: returned?.deliveryId ?? '',
      waybill_id: returned?.waybillId ?? '',
      delivery_name: returned?.deliveryName ?? '',
    },
    create_time: String(aftersale.createTime.getTime()),
    update_time: String(aftersale.updateTime.getTime()),
    refund_pay_detail: { refund_id: aftersale.refundId },
    return_id: '',
    complaint_order_id_list: aftersale.complaintId === undefined ? [] : [aftersale.complaintId],
    return_address_info: aftersale.returnAddress,
  });
}
