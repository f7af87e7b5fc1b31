import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { accept } from '../api/result';
import { BIND_PATH, UNBIND_PATH, type SharerBindings } from './sharer-bindings';
import {
  liveOrderFields,
  livePageFields,
  oneSharerFields,
  openidsFields,
  sharerPageFields,
} from './sharer-fields';
import { listLiveOrders, listLives, listSharers, searchSharer, summarizeSharer } from './sharer-reads';

export function sharerEndpoints(bindings: SharerBindings): readonly JsonEndpoint[] {
  return [
    endpoint(BIND_PATH, openidsFields, (app, { openids }) => accept(bindings.invite(app, openids))),
    endpoint(UNBIND_PATH, openidsFields, (app, { openids }) => accept(bindings.unbind(app, openids))),
    endpoint('/shop/sharer/get_sharer_list', sharerPageFields, listSharers),
    endpoint('/shop/sharer/search_sharer', oneSharerFields, searchSharer),
    endpoint('/shop/sharer/get_sharer_data_summary', oneSharerFields, summarizeSharer),
    endpoint('/shop/sharer/get_sharer_live_summary_list', livePageFields, listLives),
    endpoint('/shop/sharer/get_sharer_live_order_list', liveOrderFields, listLiveOrders),
  ];
}
