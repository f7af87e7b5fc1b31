import { returnAddressFields } from '../accounts/return-address';
import { ERR } from '../api/errcodes';
import {
  either,
  integer,
  list,
  optional,
  optionalText,
  record,
  text,
  uint64,
  uint64Text,
  type ValueOf,
} from '../api/fields';
import { openid } from '../orders/order-fields';

const invalid = ERR.AFTERSALE_PARAMETER;
const missing = ERR.AFTERSALE_PARAMETER;

/** The documented type is a number; three of the documentation's own examples show digits in quotes. */
const id = () => either(uint64(), uint64Text());

/** Which after-sale: one of the two ids. */
const reference = { aftersale_id: optional(id()), out_aftersale_id: optionalText() };

/** WeChat documentation: AfterSalesReasonType; 4 and 13 are unused. */
const REASONS = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15];

const medium = record({
  type: integer({ missing, invalid, min: 1 }),
  url: text({ missing }),
  thumb_url: text({ missing }),
});

const submission = {
  openid: openid(),
  type: integer({ missing, invalid, oneOf: [1, 2] }),
  orderamt: integer({ missing, invalid, min: 0 }),
  refund_reason: text({ missing }),
  refund_reason_type: integer({ missing, invalid, oneOf: REASONS }),
  media_list: optional(list(medium)),
};

export const addFields = record({
  ...submission,
  order_id: optional(id()),
  out_order_id: optionalText(),
  out_aftersale_id: optionalText({ max: 128 }),
  product_info: record(
    {
      out_product_id: optionalText(),
      product_id: optional(id()),
      out_sku_id: optionalText(),
      sku_id: optional(id()),
      product_cnt: integer({ missing, invalid, min: 1 }),
    },
    { missing },
  ),
});
export type AddRequest = ValueOf<typeof addFields>;

export const updateFields = record({ ...reference, ...submission });
export type UpdateRequest = ValueOf<typeof updateFields>;

export const referenceFields = record(reference);
export type AftersaleReference = ValueOf<typeof referenceFields>;

export const cancelFields = record({ ...reference, openid: openid() });

export const acceptReturnFields = record({
  ...reference,
  address_info: returnAddressFields(ERR.AFTERSALE_ADDRESS),
});

export const returnFields = record({
  ...reference,
  openid: openid(),
  delivery_id: text({ missing }),
  waybill_id: text({ missing }),
  delivery_name: optionalText(),
});

export const certificateFields = record({
  ...reference,
  refund_desc: optionalText(),
  certificates: optional(list(text())),
});

export const listFields = record({
  status: optional(integer({ invalid })),
  out_order_id: optionalText(),
  order_id: optional(id()),
  openid: optionalText(),
  begin_create_time: optional(integer({ invalid, min: 0 })),
  end_create_time: optional(integer({ invalid, min: 0 })),
  offset: integer({ missing, invalid, min: 0 }),
  limit: integer({ missing, invalid, min: 1, max: 50 }),
});
export type ListRequest = ValueOf<typeof listFields>;

export const testFields = record({ ...reference, operation: text({ missing }) });
