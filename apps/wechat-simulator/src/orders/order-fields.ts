import { ERR } from '../api/errcodes';
import {
  either,
  flag,
  group,
  integer,
  list,
  optional,
  optionalText,
  record,
  text,
  textOrEmpty,
  uint64,
  uint64Text,
  type Field,
  type ValueOf,
} from '../api/fields';
import { pageFields } from '../api/page';
import { TIME_PATTERN } from '../time/beijing-time';
import type { Generation } from './order';

export const openid = () =>
  text({ missing: ERR.OPENID_MISSING, pattern: /^[\w-]{1,128}$/, invalid: ERR.OPENID_INVALID });
const fen = () => integer({ min: 0 });
export const time = () => text({ pattern: TIME_PATTERN });

export const addressFields = () =>
  group(
    ERR.ADDRESS_INFO,
    record({
      receiver_name: text(),
      detailed_address: text(),
      tel_number: text(),
      country: optionalText(),
      province: optionalText(),
      city: optionalText(),
      town: optionalText(),
    }),
  );

export const priceFields = () =>
  group(
    ERR.PRICE_INFO,
    record({
      order_price: fen(),
      freight: fen(),
      discounted_price: optional(fen()),
      additional_price: optional(fen()),
      additional_remarks: optionalText(),
    }),
  );

const paymentFields = () =>
  group(
    ERR.PAY_INFO,
    record({
      pay_method_type: integer({ oneOf: [0, 1, 2] }),
      prepay_id: optionalText(),
      prepay_time: optionalText({ pattern: TIME_PATTERN }),
    }),
  );

/** What `order/add` takes. Members of the other generation are read, so that they can be refused or ignored by name. */
export function addFields(generation: Generation) {
  const inFirst = <T>(field: Field<T>): Field<T | undefined> =>
    generation === 'first' ? field : optional(field);
  const inSecond = <T>(field: Field<T>): Field<T | undefined> =>
    generation === 'second' ? field : optional(field);
  const line = record({
    out_product_id: text(),
    out_sku_id: textOrEmpty(),
    product_cnt: integer({ min: 1 }),
    sale_price: fen(),
    sku_real_price: inSecond(fen()),
    real_price: inFirst(fen()),
    title: text(),
    head_img: text(),
    path: text(),
  });
  return record({
    create_time: time(),
    out_order_id: text({ max: 127, pattern: /^[\w-]+$/ }),
    openid: openid(),
    out_user_id: optionalText(),
    path: text(),
    scene: inFirst(integer()),
    fund_type: inSecond(integer({ oneOf: [0, 1] })),
    expire_time: inSecond(integer({ min: 0 })),
    trace_id: optionalText(),
    aftersale_duration: optional(integer({ min: 7, max: 1_095 })),
    stringify_64bits_number: optional(flag()),
    order_detail: record({
      product_infos: group(ERR.PRODUCT_INFOS, list(line, { empty: ERR.PRODUCT_INFOS })),
      pay_info: optional(paymentFields()),
      price_info: priceFields(),
    }),
    delivery_detail: record({ delivery_type: integer({ oneOf: [1, 2, 3, 4] }) }),
    address_info: inSecond(addressFields()),
    default_receiving_address: optional(addressFields()),
  });
}

/** Everything a merchant says about an order when creating it. */
export type OrderContent = ValueOf<ReturnType<typeof addFields>>;
export type OrderContentLine = OrderContent['order_detail']['product_infos'][number];

/** Either id is enough; that one of them is there is checked where the order is looked up. */
export const referenceFields = {
  order_id: optional(either(uint64(), uint64Text())),
  out_order_id: optional(text({ missing: ERR.ORDER_IDS_MISSING })),
  openid: openid(),
};
export const referenceOnly = record(referenceFields);
export type OrderReference = ValueOf<typeof referenceOnly>;

/** `stringify_64bits_number` is documented for add only; here it has no effect. */
export const getFields = record({ ...referenceFields, stringify_64bits_number: optional(flag()) });

export const getListFields = record({
  ...pageFields,
  sort_order: integer({ oneOf: [1, 2] }),
  start_create_time: optionalText(),
  end_create_time: optionalText(),
});

export const getListByFinderFields = record({
  ...pageFields,
  promoter_id: optionalText(),
  promoter_openid: optionalText(),
  start_pay_time: optionalText(),
  end_pay_time: optionalText(),
});
export const getListBySharerFields = record({
  ...pageFields,
  sharer_openid: text(),
  start_pay_time: optionalText(),
  end_pay_time: optionalText(),
});

/** Action 6, several methods of payment, is in no documentation and refused. */
export const payFields = record({
  ...referenceFields,
  action_type: integer({ oneOf: [1, 2, 3, 4, 5, 10] }),
  action_remark: optionalText(),
  transaction_id: optionalText(),
  pay_time: optionalText({ pattern: TIME_PATTERN }),
});

/** The documentation's table says `product_info`, its sample `product_infos`: the sample's name is taken. */
export const changePriceFields = record({
  ...referenceFields,
  product_infos: group(
    ERR.PRODUCT_INFOS,
    list(
      record({
        out_product_id: text(),
        out_sku_id: textOrEmpty(),
        sale_price: fen(),
        sku_real_price: fen(),
      }),
      { empty: ERR.PRODUCT_INFOS },
    ),
  ),
  price_info: priceFields(),
});

export const updateAddressFields = record({ ...referenceFields, address_info: addressFields() });
