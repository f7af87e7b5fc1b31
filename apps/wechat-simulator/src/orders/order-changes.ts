import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { faultOfAmounts } from './amount-rules';
import type {
  changePriceFields,
  OrderContentLine,
  OrderReference,
  updateAddressFields,
} from './order-fields';
import { pricedLine } from './order-lines';
import { requireOrder } from './order-lookup';
import { isBeforeShipping } from './order-machine';
import type { OrderProgress } from './order-progress';

type PriceRequest = ValueOf<typeof changePriceFields>;

/** What a merchant may still change: `order/close`, `order/change_price`, `order/update_address`. */
export class OrderChanges {
  constructor(private readonly progress: OrderProgress) {}

  close(app: App, reference: OrderReference): Result<Payload> {
    const found = requireOrder(app, reference);
    if (!found.ok) return found;
    const refusal = this.progress.move(app, found.value, 'cancel');
    if (refusal !== undefined) return refusal;
    found.value.applied.close += 1;
    return accept({});
  }

  /** Once; payment parameters handed out before open no cashier any more. */
  changePrice(app: App, request: PriceRequest): Result<Payload> {
    if (app.isFirstGeneration) return refuse(ERR.UPGRADE_NEEDED);
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    const order = found.value;
    if (order.status !== 10) return refuse(ERR.ORDER_STATE, `status ${order.status}`);
    if (order.priceChanged) return refuse(ERR.ORDER_NOT_UPDATED, 'the price was changed once already');
    const priced = repriced(order.content.order_detail.product_infos, request.product_infos);
    if (!priced.ok) return priced;
    const fault = faultOfAmounts(priced.value.map(pricedLine), request.price_info);
    if (fault !== undefined) return fault;
    const order_detail = {
      ...order.content.order_detail,
      product_infos: priced.value,
      price_info: request.price_info,
    };
    order.content = { ...order.content, order_detail };
    priced.value.forEach((info, index) => {
      const line = order.lines[index];
      if (line !== undefined) line.paidFen = pricedLine(info).paidFen;
    });
    order.priceChanged = true;
    order.prepayIds = [];
    order.applied.changePrice += 1;
    this.progress.changed(app, order);
    return accept({});
  }

  updateAddress(app: App, request: ValueOf<typeof updateAddressFields>): Result<Payload> {
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    const order = found.value;
    if (!isBeforeShipping(order.status)) return refuse(ERR.ADDRESS_FIXED, `status ${order.status}`);
    order.content = { ...order.content, address_info: request.address_info };
    order.applied.updateAddress += 1;
    this.progress.changed(app, order);
    return accept({});
  }
}

/** The lines with their new prices; every line must be named, and nothing else. */
function repriced(
  lines: readonly OrderContentLine[],
  prices: PriceRequest['product_infos'],
): Result<OrderContentLine[]> {
  const changed: OrderContentLine[] = [];
  for (const line of lines) {
    const price = prices.find(
      (entry) => entry.out_product_id === line.out_product_id && entry.out_sku_id === line.out_sku_id,
    );
    if (price === undefined)
      return refuse(ERR.PRODUCT_INFOS, `${line.out_product_id} ${line.out_sku_id} is missing`);
    changed.push({ ...line, sale_price: price.sale_price, sku_real_price: price.sku_real_price });
  }
  return prices.length === lines.length
    ? accept(changed)
    : refuse(ERR.PRODUCT_INFOS, 'a line is not part of the order, or named twice');
}
