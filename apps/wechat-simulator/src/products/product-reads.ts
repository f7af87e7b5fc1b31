import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { parseBeijingTime } from '../time/beijing-time';
import type { Product } from './product';
import type { getFields, getListFields } from './product-fields';
import { requireProduct } from './product-lookup';
import { viewOf } from './product-view';

const MAX_PAGE = 100;
type ListRequest = ValueOf<typeof getListFields>;
type Filter = (product: Product) => boolean;

/** `spu/get`. */
export function getProduct(app: App, request: ValueOf<typeof getFields>): Result<Payload> {
  const found = requireProduct(app, request);
  return found.ok ? accept({ spu: viewOf(found.value, request.need_edit_spu === 1) }) : found;
}

/** `spu/get_list`. The range of creation wins over that of the last change. */
export function listProducts(app: App, request: ListRequest): Result<Payload> {
  if (request.page_size > MAX_PAGE) return refuse(ERR.PAGE_TOO_LARGE, `at most ${MAX_PAGE}`);
  const created = range(request, 'create', ({ createTime }) => createTime);
  const updated = range(request, 'update', ({ updateTime }) => updateTime);
  if (!created.ok) return created;
  if (!updated.ok) return updated;
  const inRange = created.value ?? updated.value ?? (() => true);
  const found = app.products
    .all()
    .filter((product) => !product.deleted && inRange(product))
    .filter(({ status }) => request.status === undefined || status === request.status);
  const start = (request.page - 1) * request.page_size;
  const page = found.slice(start, start + request.page_size);
  return accept({
    total_num: found.length,
    spus: page.map((product) => viewOf(product, request.need_edit_spu === 1)),
  });
}

function range(
  request: ListRequest,
  kind: 'create' | 'update',
  timeOf: (product: Product) => Date,
): Result<Filter | undefined> {
  const [startText, endText] = [request[`start_${kind}_time`] ?? '', request[`end_${kind}_time`] ?? ''];
  if (startText === '' && endText === '') return accept(undefined);
  if (startText === '' || endText === '') {
    return refuse(ERR.PARAMETER_MISSING, `start_${kind}_time and end_${kind}_time go together`);
  }
  const [start, end] = [parseBeijingTime(startText), parseBeijingTime(endText)];
  if (start === undefined || end === undefined)
    return refuse(ERR.INVALID_ARGUMENT, `${kind} times are malformed`);
  if (start > end) return refuse(ERR.TIME_RANGE);
  // The text has whole seconds, the product milliseconds: the last second counts whole.
  return accept((product) => timeOf(product) >= start && timeOf(product).getTime() < end.getTime() + 1_000);
}
