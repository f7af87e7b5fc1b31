import type { Clock } from '@tongbu/platform';
import { endpoint, type JsonEndpoint } from '../api/endpoint';
import type { AftersaleDesk } from './aftersale-desk';
import {
  acceptReturnFields,
  addFields,
  cancelFields,
  certificateFields,
  listFields,
  referenceFields,
  returnFields,
  testFields,
  updateFields,
} from './aftersale-fields';
import { getAftersale, listAftersales, type AftersaleTests } from './aftersale-reads';

/** WeChat documentation: the interfaces known to check the caller's address. */
const CHECKS_IP = { checksIp: true };
const path = (name: string) => `/shop/ecaftersale/${name}`;

export function aftersaleEndpoints(
  desk: AftersaleDesk,
  tests: AftersaleTests,
  clock: Clock,
): readonly JsonEndpoint[] {
  return [
    endpoint(path('add'), addFields, (app, request) => desk.add(app, request)),
    endpoint(path('update'), updateFields, (app, request) => desk.update(app, request), CHECKS_IP),
    endpoint(path('cancel'), cancelFields, (app, request) => desk.cancel(app, request)),
    endpoint(path('get'), referenceFields, (app, request) => getAftersale(app, request, clock)),
    endpoint(path('get_list'), listFields, listAftersales, CHECKS_IP),
    endpoint(path('acceptrefund'), referenceFields, (app, request) => desk.acceptRefund(app, request)),
    endpoint(path('acceptreturn'), acceptReturnFields, (app, request) => desk.acceptReturn(app, request)),
    endpoint(path('reject'), referenceFields, (app, request) => desk.reject(app, request)),
    endpoint(
      path('uploadreturninfo'),
      returnFields,
      (app, request) => desk.uploadReturnInfo(app, request),
      CHECKS_IP,
    ),
    endpoint(
      path('upload_certificates'),
      certificateFields,
      (app, request) => desk.uploadCertificates(app, request),
      CHECKS_IP,
    ),
    endpoint(path('merchanttest'), testFields, (app, request) => tests.run(app, request), CHECKS_IP),
  ];
}
