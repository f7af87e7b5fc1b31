import type { App } from '../accounts/app';
import type { ValueOf } from '../api/fields';
import { pageOf } from '../api/page';
import { accept, type Payload, type Result } from '../api/result';
import { timeRange } from '../time/time-range';
import type { Product } from './product';
import type { getFields, getListFields } from './product-fields';
import { requireProduct } from './product-lookup';
import { viewOf } from './product-view';

const MAX_PAGE = 100;
type ListRequest = ValueOf<typeof getListFields>;

/** `spu/get`. */
export function getProduct(app: App, request: ValueOf<typeof getFields>): Result<Payload> {
  const found = requireProduct(app, request);
  return found.ok ? accept({ spu: viewOf(found.value, request.need_edit_spu === 1) }) : found;
}

/** `spu/get_list`. The range of creation wins over that of the last change. */
export function listProducts(app: App, request: ListRequest): Result<Payload> {
  const created = timeRange('create', request.start_create_time, request.end_create_time);
  const updated = timeRange('update', request.start_update_time, request.end_update_time);
  if (!created.ok) return created;
  if (!updated.ok) return updated;
  const inRange = ({ createTime, updateTime }: Product) =>
    created.value?.(createTime) ?? updated.value?.(updateTime) ?? true;
  const found = app.products
    .all()
    .filter((product) => !product.deleted && inRange(product))
    .filter(({ status }) => request.status === undefined || status === request.status);
  const page = pageOf(found, request, MAX_PAGE);
  if (!page.ok) return page;
  return accept({
    total_num: found.length,
    spus: page.value.map((product) => viewOf(product, request.need_edit_spu === 1)),
  });
}
