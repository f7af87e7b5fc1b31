import type { Product } from '../products/product';
import type { IssuedIds } from './issued-ids';
import type { KeptApp } from './kept-app';
import { accessForm, applicationForm } from './access-form';
import { aftersaleForm, complaintForm } from './aftersale-form';
import { orderForm } from './order-form';

const LINES_PER_PIECE = 50;

/**
 * The text of the data file, in pieces, so that whoever writes it can let calls through in between. A product created
 * meanwhile may be missing; images and ids come after the products, so nothing refers to what is not there.
 */
export function* stateText(
  apps: Iterable<KeptApp>,
  issuedIds: IssuedIds,
  aheadMs: number,
): Generator<string> {
  yield '{"version":1,"apps":[';
  let separator = '';
  for (const app of apps) {
    yield `${separator}\n{"appId":${JSON.stringify(app.appId)},"products":[`;
    separator = ',';
    yield* lines(app.products, ({ product, due }) => productForm(product, due));
    yield '],"qualifications":[';
    yield* lines(app.qualifications, ({ audit, due }) => ({ ...audit, due: due ?? null }));
    yield '],"orders":[';
    yield* lines(app.orders, orderForm);
    yield '],"traces":[';
    yield* lines(app.traces, (trace) => trace);
    yield '],"aftersales":[';
    yield* lines(app.aftersales, aftersaleForm);
    yield '],"extendedOrders":[';
    yield* lines(app.extendedOrders, String);
    yield '],"mirrored":[';
    yield* lines(app.mirrored, (mirrored) => mirrored);
    yield '],"complaints":[';
    yield* lines(app.complaints, complaintForm);
    yield '],"sharers":[';
    yield* lines(app.sharers, (sharer) => sharer);
    yield '],"promoters":[';
    yield* lines(app.promoters, (promoter) => promoter);
    yield '],"lives":[';
    yield* lines(app.lives, (live) => live);
    const { links, mediaIds, payMediaIds } = app.images;
    yield '],"images":{"links":[';
    yield* lines(links, (link) => link);
    yield '],"mediaIds":[';
    yield* lines(mediaIds, (mediaId) => mediaId);
    yield '],"payMediaIds":[';
    yield* lines(payMediaIds, (mediaId) => mediaId);
    yield ']}';
    yield member('access', app.access && accessForm(app.access));
    yield member('info', app.info);
    yield member('merchantApplication', app.merchantApplication && applicationForm(app.merchantApplication));
    yield '}';
  }
  yield `],\n"aheadMs":${aheadMs},"issuedIds":${JSON.stringify({ ...issuedIds, lastId: String(issuedIds.lastId) })}}\n`;
}

/** One more member of an account, or nothing. */
function member(name: string, form: object | undefined): string {
  return form === undefined ? '' : `,\n"${name}":${JSON.stringify(form)}`;
}

/** One entry a line, many lines a piece. */
function* lines<T>(entries: Iterable<T>, formOf: (entry: T) => unknown): Generator<string> {
  let piece = '';
  let count = 0;
  for (const entry of entries) {
    piece += `${count === 0 ? '' : ','}\n${JSON.stringify(formOf(entry))}`;
    count += 1;
    if (count % LINES_PER_PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function productForm(product: Product, due: Date | undefined): object {
  const { productId, online, submission, skuIds } = product;
  return {
    ...product,
    productId: String(productId),
    online: online === product.draft ? 'draft' : (online ?? null),
    submission: { ...submission, auditTime: submission.auditTime ?? null },
    skuIds: [...skuIds].map(([outSkuId, skuId]) => [outSkuId, String(skuId)]),
    due: due ?? null,
  };
}
