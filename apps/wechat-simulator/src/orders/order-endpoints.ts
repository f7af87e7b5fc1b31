import { endpoint, type JsonEndpoint } from '../api/endpoint';
import type { OrderAdditions } from './order-additions';
import { addFields, getFields, getListFields } from './order-fields';
import { getOrder, listOrders } from './order-reads';

export function orderEndpoints(additions: OrderAdditions): readonly JsonEndpoint[] {
  return [
    addEndpoint(additions),
    endpoint('/shop/order/get', getFields, getOrder),
    endpoint('/shop/order/get_list', getListFields, listOrders),
  ];
}

/** One path with two contracts: which one is read depends on the account. */
function addEndpoint(additions: OrderAdditions): JsonEndpoint {
  const path = '/shop/order/add';
  const first = endpoint(path, addFields('first'), (app, request) => additions.add(app, request));
  const second = endpoint(path, addFields('second'), (app, request) => additions.add(app, request));
  return { path, respond: (app, body) => (app.isFirstGeneration ? first : second).respond(app, body) };
}
