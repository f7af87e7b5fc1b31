/** What kind of thing an event is about. */
export type PushSubject =
  | 'account'
  | 'product'
  | 'audit'
  | 'scene'
  | 'order'
  | 'coupon'
  | 'sharer'
  | 'aftersale'
  | 'complaint'
  | 'withdrawal'
  | 'funds';

export interface PushEventShape {
  readonly subject: PushSubject;
  /** Members that may hold the body, the documented one first; none when the fields stand at the top level. */
  readonly bodyKeys: readonly string[];
  /** Fields that name the entity, the preferred one first. */
  readonly entityFields: readonly string[];
}

const shape = (
  subject: PushSubject,
  bodyKeys: readonly string[],
  entityFields: readonly string[],
): PushEventShape => ({
  subject,
  bodyKeys,
  entityFields,
});

const order = shape('order', ['order_info'], ['out_order_id', 'order_id']);
// Opened by the buyer inside WeChat, an after-sale has no id of the merchant's: only WeChat's own id names it always.
const aftersale = shape('aftersale', ['aftersale_info'], ['aftersale_id']);
const audit = shape('audit', ['QualificationAuditResult'], ['audit_id']);

/**
 * The events of the component and of funds management, by name.
 * WeChat documentation: the pages of the events; where a page's file name and the event name differ, the event name.
 */
export const PUSH_EVENTS: Readonly<Record<string, PushEventShape>> = {
  open_product_account_register: shape('account', ['OpenProductAccountRegister'], []),
  open_product_spu_audit: shape('product', ['OpenProductSpuAudit'], ['out_product_id', 'product_id']),
  // One SDK models the body of this event under the name of the audit's.
  open_product_spu_status_update: shape(
    'product',
    ['OpenProductSpuStatusUpdate', 'OpenProductSpuAudit'],
    ['out_product_id', 'product_id'],
  ),
  open_product_category_audit: audit,
  open_product_brand_audit: audit,
  open_product_scene_group_audit: shape('scene', ['SceneGroupAudit'], ['group_id']),
  open_product_order_pay: order,
  open_product_order_cancel: order,
  open_product_order_confirm: order,
  open_product_order_refund: order,
  open_product_order_settle: order,
  open_product_order_analyze: order,
  open_product_order_update: shape('order', ['OrderUpdateNotification'], ['out_order_id']),
  open_product_receive_coupon: shape('coupon', [], ['request_id']),
  miniprogram_sharer_bind_status_change: shape('sharer', [], ['openid']),
  miniprogram_sharer_action: shape('sharer', [], ['openid']),
  aftersale_new_order: aftersale,
  aftersale_update_order: aftersale,
  aftersale_user_cancel: aftersale,
  aftersale_wait_merchant_confirm_receipt: aftersale,
  aftersale_user_modify_return_info: aftersale,
  aftersale_user_cancel_waybill: aftersale,
  aftersale_refund_success: aftersale,
  aftersale_wait_merchant_offline_refund: aftersale,
  aftersale_user_confirm_refund_certificate: aftersale,
  aftersale_merchant_handle_refund_overdue: aftersale,
  aftersale_merchant_handle_return_overdue: aftersale,
  aftersale_merchant_confirm_receipt_overdue: aftersale,
  aftersale_user_apply_platform_judge_overdue: aftersale,
  aftersale_user_upload_return_info_overdue: aftersale,
  aftersale_complaint_update_order_state: aftersale,
  complaint_notify: shape('complaint', ['complaint_info'], ['complaint_order_id']),
  withdraw_notify: shape('withdrawal', ['withdraw_info'], ['out_request_no']),
  funds_order_pay: shape('funds', ['order_info'], ['trade_no']),
  funds_order_refund: shape('funds', ['order_info'], ['refund_no']),
  funds_order_profitsharing: shape('funds', ['order_info'], ['profit_sharing_no']),
};

/** Elements that may repeat; one occurrence must not look different from several. */
export const REPEATED_FIELDS: ReadonlySet<string> = new Set([
  'scene_group_ext_list',
  'promotion_detail_list',
  'goods_detail',
]);
