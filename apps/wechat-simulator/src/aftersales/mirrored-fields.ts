import { ERR } from '../api/errcodes';
import {
  group,
  integer,
  list,
  optional,
  optionalText,
  record,
  text,
  textOrEmpty,
  uint64,
  type ValueOf,
} from '../api/fields';
import { openid } from '../orders/order-fields';
import { TIME_PATTERN } from '../time/beijing-time';

/** WeChat documentation: statuses of the merchant-run after-sale. */
const STATUSES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19];
const status = integer({ oneOf: STATUSES });
const finishAll = integer({ oneOf: [0, 1] });

export const mirroredAddFields = record({
  out_order_id: text(),
  out_aftersale_id: text({ max: 128 }),
  openid: openid(),
  type: integer({ oneOf: [1, 2, 3] }),
  create_time: text({ pattern: TIME_PATTERN }),
  status,
  finish_all_aftersale: finishAll,
  path: text(),
  refund: integer({ min: 0 }),
  product_infos: group(
    ERR.PRODUCT_INFOS,
    list(record({ out_product_id: text(), out_sku_id: textOrEmpty(), product_cnt: integer({ min: 1 }) }), {
      empty: ERR.PRODUCT_INFOS,
    }),
  ),
});
export type MirroredAddRequest = ValueOf<typeof mirroredAddFields>;

const order = { order_id: optional(uint64()), out_order_id: optionalText(), openid: openid() };

export const mirroredGetFields = record(order);

export const mirroredUpdateFields = record({
  ...order,
  out_aftersale_id: text(),
  status,
  finish_all_aftersale: finishAll,
});

export const deadlineFields = record({ ...order, after_sale_deadline: integer({ min: 0 }) });
