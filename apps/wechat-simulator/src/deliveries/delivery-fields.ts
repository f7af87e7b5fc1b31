import { ERR } from '../api/errcodes';
import { integer, list, optional, optionalText, record, text, textOrEmpty } from '../api/fields';
import { referenceFields } from '../orders/order-fields';
import { TIME_PATTERN } from '../time/beijing-time';

const missing = ERR.DELIVERY_REJECTED;

/** Whether parcels and their items must be named depends on the order, so it is checked there. */
export const sendFields = record({
  ...referenceFields,
  finish_all_delivery: integer({ oneOf: [0, 1] }),
  delivery_list: optional(
    list(
      record({
        delivery_id: text({ missing }),
        waybill_id: text({ missing }),
        product_info_list: optional(
          list(
            record({
              out_product_id: text(),
              out_sku_id: textOrEmpty(),
              product_cnt: integer({ min: 1 }),
            }),
          ),
        ),
      }),
    ),
  ),
  ship_done_time: optionalText({ pattern: TIME_PATTERN }),
});
