import type { App } from '../accounts/app';
import type { QualificationAudit } from '../audits/qualification-shelf';
import type { Order } from '../orders/order';
import type { IssuedTrace } from '../orders/trace-ids';
import type { Product } from '../products/product';
import type { Simulator } from '../simulator';

interface KeptProduct {
  readonly product: Product;
  /** When its review ends; absent when there is none. */
  readonly due: Date | undefined;
}

interface KeptQualification {
  readonly audit: QualificationAudit;
  readonly due: Date | undefined;
}

/** What is kept of one account. */
export interface KeptApp {
  readonly appId: string;
  readonly products: Iterable<KeptProduct>;
  readonly images: { readonly links: readonly string[]; readonly mediaIds: readonly string[] };
  readonly qualifications: Iterable<KeptQualification>;
  readonly orders: Iterable<Order>;
  readonly traces: Iterable<readonly [string, IssuedTrace]>;
}

/** The present state of an account. Each product is read when its turn comes, so reading may take its time. */
export function keptAppOf(app: App, simulator: Simulator): KeptApp {
  const { appId, products, images, qualifications, orders, traces } = app;
  const { timers } = simulator;
  return {
    appId,
    products: (function* () {
      for (const product of products.all()) yield { product, due: timers.dueOf(product.submission.auditId) };
    })(),
    get images() {
      return images.issued();
    },
    qualifications: (function* () {
      for (const audit of qualifications.all()) yield { audit, due: timers.dueOf(audit.auditId) };
    })(),
    orders: (function* () {
      yield* orders.all();
    })(),
    get traces() {
      return traces.all();
    },
  };
}

const OVERDUE = new Date(0);

/** Puts an account back to where an earlier run left it; what was going on goes on. */
export function restoreApp(app: App, kept: KeptApp, simulator: Simulator): void {
  const { productAuditor, qualificationAuditor, orderProgress } = simulator;
  app.images.restore(kept.images);
  for (const { product, due } of kept.products) {
    app.products.put(product);
    if (product.editStatus === 2 && !product.deleted) productAuditor.resume(app, product, due ?? OVERDUE);
  }
  for (const { audit, due } of kept.qualifications) {
    app.qualifications.put(audit);
    app.open(audit);
    if (audit.status === 0) qualificationAuditor.resume(app, audit, due ?? OVERDUE);
  }
  for (const [traceId, trace] of kept.traces) {
    app.traces.put(traceId, trace);
    app.openids.claim(app.appId, trace.openid);
  }
  for (const order of kept.orders) {
    app.orders.put(order);
    app.openids.claim(app.appId, order.openid);
    orderProgress.resume(app, order);
  }
}
