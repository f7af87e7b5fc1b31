import { endpoint, type JsonEndpoint } from '../api/endpoint';
import type { OrderAdditions } from './order-additions';
import type { OrderChanges } from './order-changes';
import {
  addFields,
  changePriceFields,
  getFields,
  getListByFinderFields,
  getListBySharerFields,
  getListFields,
  payFields,
  referenceOnly,
  updateAddressFields,
} from './order-fields';
import type { OrderPayments } from './order-payments';
import { getOrder, listOrders, listOrdersOfPromoter, listOrdersOfSharer } from './order-reads';

export function orderEndpoints(
  additions: OrderAdditions,
  payments: OrderPayments,
  changes: OrderChanges,
): readonly JsonEndpoint[] {
  return [
    addEndpoint(additions),
    endpoint('/shop/order/pay', payFields, (app, request) => payments.report(app, request)),
    endpoint('/shop/order/get', getFields, getOrder),
    endpoint('/shop/order/get_list', getListFields, listOrders),
    endpoint('/shop/order/get_list_by_finder', getListByFinderFields, listOrdersOfPromoter),
    endpoint('/shop/order/get_list_by_sharer', getListBySharerFields, listOrdersOfSharer),
    endpoint(
      '/shop/order/getpaymentparams',
      referenceOnly,
      (app, request) => payments.parameters(app, request),
      { checksIp: true },
    ),
    endpoint('/shop/order/close', referenceOnly, (app, request) => changes.close(app, request)),
    endpoint('/shop/order/change_price', changePriceFields, (app, request) =>
      changes.changePrice(app, request),
    ),
    endpoint('/shop/order/update_address', updateAddressFields, (app, request) =>
      changes.updateAddress(app, request),
    ),
  ];
}

/** One path with two contracts: which one is read depends on the account. */
function addEndpoint(additions: OrderAdditions): JsonEndpoint {
  const path = '/shop/order/add';
  const first = endpoint(path, addFields('first'), (app, request) => additions.add(app, request));
  const second = endpoint(path, addFields('second'), (app, request) => additions.add(app, request));
  return { path, respond: (app, body) => (app.isFirstGeneration ? first : second).respond(app, body) };
}
