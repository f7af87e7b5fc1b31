import { endpoint, type JsonEndpoint } from '../api/endpoint';
import {
  addFields,
  getFields,
  getListFields,
  idOnlyFields,
  updateFields,
  updateWithoutAuditFields,
} from './product-fields';
import { getProduct, listProducts } from './product-reads';
import type { ProductShelfActions } from './product-shelf-actions';
import type { ProductSubmissions } from './product-submissions';

export function productEndpoints(
  submissions: ProductSubmissions,
  shelf: ProductShelfActions,
): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/spu/add', addFields, (app, request) => submissions.add(app, request)),
    endpoint('/shop/spu/update', updateFields, (app, request) => submissions.update(app, request)),
    endpoint('/shop/spu/del_audit', idOnlyFields, (app, request) => submissions.withdraw(app, request)),
    endpoint('/shop/spu/update_without_audit', updateWithoutAuditFields, (app, request) =>
      shelf.updateWithoutAudit(app, request),
    ),
    endpoint('/shop/spu/listing', idOnlyFields, (app, request) => shelf.list(app, request)),
    endpoint('/shop/spu/delisting', idOnlyFields, (app, request) => shelf.delist(app, request)),
    endpoint('/shop/spu/del', idOnlyFields, (app, request) => shelf.delete(app, request)),
    endpoint('/shop/spu/get', getFields, getProduct),
    endpoint('/shop/spu/get_list', getListFields, listProducts),
  ];
}
