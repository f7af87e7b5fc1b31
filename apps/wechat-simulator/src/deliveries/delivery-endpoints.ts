import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { record } from '../api/fields';
import { accept } from '../api/result';
import { referenceOnly } from '../orders/order-fields';
import { CARRIERS } from './carriers';
import { sendFields } from './delivery-fields';
import type { Shipments } from './shipments';

export function deliveryEndpoints(shipments: Shipments): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/delivery/get_company_list', record({}), () => accept({ company_list: CARRIERS })),
    endpoint('/shop/delivery/send', sendFields, (app, request) => shipments.send(app, request)),
    // The misspelling is the name on the wire.
    endpoint('/shop/delivery/recieve', referenceOnly, (app, request) => shipments.receive(app, request)),
  ];
}
