import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { record } from '../api/fields';
import { accept } from '../api/result';
import { applicationFields } from './application-fields';
import { applicationView, prefillView } from './application-view';
import type { Applications } from './applications';

export function applicationEndpoints(applications: Applications): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/wxpay/apply', applicationFields, (app, content) => applications.submit(app, content)),
    endpoint('/shop/wxpay/get', record({}), (app) => accept(applicationView(app))),
    endpoint('/shop/wxpay/get_info', record({}), (app) => accept(prefillView(app))),
  ];
}
