import type { Fields } from './wechat-messages';

/** One of WeChat's events: the member its fields stand in (none: beside `Event`), the fields, and what it is about. */
export interface SampleEvent {
  readonly key?: string;
  readonly fields: Fields;
  readonly entity?: string;
}

const ORDER = { order_id: 3309517286640325887n, out_order_id: 'SO-000731' };
const AFTERSALE = { aftersale_id: 4000000007314883n, out_aftersale_id: '' };
const PRODUCT = { out_product_id: 'P-2207', product_id: 13264902171649372161n };

const order = (more: Fields = {}): SampleEvent => ({
  key: 'order_info',
  fields: { ...ORDER, ...more },
  entity: 'SO-000731',
});
const aftersale = (fields: Fields = AFTERSALE): SampleEvent => ({
  key: 'aftersale_info',
  fields,
  entity: '4000000007314883',
});
const audit = (fields: Fields): SampleEvent => ({
  key: 'QualificationAuditResult',
  fields: { audit_id: 'RQAAAAAAAAAABIb3', status: 9, reject_reason: '资质图片不清晰', ...fields },
  entity: 'RQAAAAAAAAAABIb3',
});
const promotion = {
  coupon_id: '109519',
  scope: 'GLOBAL',
  amount: 300,
  goods_detail: [{ goods_id: 'G1', quantity: 1 }],
};

/** WeChat documentation: the callbacks of the custom transaction component and of funds management, field by field. */
export const SAMPLE_EVENTS: Readonly<Record<string, SampleEvent>> = {
  open_product_account_register: { key: 'OpenProductAccountRegister', fields: { status: 2 } },
  open_product_spu_audit: {
    key: 'OpenProductSpuAudit',
    fields: { ...PRODUCT, status: 3, spu_status: 11, reject_reason: '标题含有“最”', info_version: 4 },
    entity: 'P-2207',
  },
  open_product_spu_status_update: {
    key: 'OpenProductSpuStatusUpdate',
    fields: { ...PRODUCT, status: 13, reason: '违规' },
    entity: 'P-2207',
  },
  open_product_category_audit: audit({ audit_type: 2 }),
  open_product_brand_audit: audit({ audit_type: 1, brand_id: 9007199254740993n }),
  open_product_scene_group_audit: {
    key: 'SceneGroupAudit',
    fields: {
      group_id: 1,
      name: '视频号',
      reason: '',
      scene_group_ext_list: [{ ext_id: 1, status: 1, name: '客服售后' }],
    },
    entity: '1',
  },
  open_product_order_pay: order({
    transaction_id: '4200001234202211147890123456',
    pay_time: '2022-11-14 16:03:27',
    amount: 9900,
    promotion_detail_info: { promotion_detail_list: [promotion] },
  }),
  open_product_order_cancel: order({ cancel_type: 1 }),
  open_product_order_confirm: order(),
  open_product_order_refund: order(),
  open_product_order_settle: order({ settle_no: 'ST-1', amount: 9900, settle_time: '2022-12-01 00:00:00' }),
  open_product_order_analyze: order({ openid: 'oBUYER-OPENID-1' }),
  open_product_order_update: {
    key: 'OrderUpdateNotification',
    fields: { update_type: 1, out_order_id: 'SO-000731', openid: 'oBUYER-OPENID-1' },
    entity: 'SO-000731',
  },
  open_product_receive_coupon: { fields: { out_coupon_id: 'C-1', request_id: 'RQ-1' }, entity: 'RQ-1' },
  miniprogram_sharer_bind_status_change: {
    fields: { openid: 'oSHARER-OPENID-1', bind_status: 1 },
    entity: 'oSHARER-OPENID-1',
  },
  miniprogram_sharer_action: {
    fields: {
      type: 2,
      openid: 'oSHARER-OPENID-1',
      promoter: { finder_nickname: '小店', promoter_id: 'p1', promoter_openid: 'oP1' },
    },
    entity: 'oSHARER-OPENID-1',
  },
  aftersale_new_order: aftersale({ aftersale_id: 4000000007314883n, ...ORDER }),
  aftersale_update_order: aftersale(),
  aftersale_user_cancel: aftersale(),
  aftersale_wait_merchant_confirm_receipt: aftersale(),
  aftersale_user_modify_return_info: aftersale(),
  aftersale_user_cancel_waybill: aftersale(),
  aftersale_refund_success: aftersale(),
  aftersale_wait_merchant_offline_refund: aftersale(),
  aftersale_user_confirm_refund_certificate: aftersale(),
  aftersale_merchant_handle_refund_overdue: aftersale(),
  aftersale_merchant_handle_return_overdue: aftersale(),
  aftersale_merchant_confirm_receipt_overdue: aftersale(),
  aftersale_user_apply_platform_judge_overdue: aftersale(),
  aftersale_user_upload_return_info_overdue: aftersale(),
  aftersale_complaint_update_order_state: aftersale(),
  complaint_notify: {
    key: 'complaint_info',
    fields: { complaint_order_id: 5000000000000000123n, state: 110, event: 1 },
    entity: '5000000000000000123',
  },
  withdraw_notify: { key: 'withdraw_info', fields: { out_request_no: 'W-1', event: 3 }, entity: 'W-1' },
  funds_order_pay: { key: 'order_info', fields: { trade_no: 'T-1' }, entity: 'T-1' },
  funds_order_refund: { key: 'order_info', fields: { refund_no: 'R-1' }, entity: 'R-1' },
  funds_order_profitsharing: { key: 'order_info', fields: { profit_sharing_no: 'S-1' }, entity: 'S-1' },
};

/**
 * An event as it is documented, and with its fields beside `Event`, every value a text. The audit-type ones were seen in
 * both layouts; nothing says that the others stay as they are.
 */
export function layoutsOf({ key, fields }: SampleEvent): readonly Fields[] {
  const nested = key === undefined ? fields : { [key]: fields };
  const texts = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'object' ? value : String(value),
  ]);
  return [nested, Object.fromEntries(texts) as Fields];
}
