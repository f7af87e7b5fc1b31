import type { AccessRecord } from '../access/access-record';
import type { AccountInfo } from '../accounts/account-info';
import type { App } from '../accounts/app';
import type { Aftersale } from '../aftersales/aftersale';
import type { MirroredAftersale } from '../aftersales/mirrored-book';
import type { QualificationAudit } from '../audits/qualification-shelf';
import type { Complaint } from '../complaints/complaint';
import type { IssuedImages } from '../images/image-store';
import type { MerchantApplication } from '../merchant-number/application';
import type { Order } from '../orders/order';
import type { IssuedTrace } from '../orders/trace-ids';
import type { Product } from '../products/product';
import type { Live, Promoter } from '../promoters/promoter';
import type { Sharer } from '../sharers/sharer';
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
  readonly images: IssuedImages;
  readonly qualifications: Iterable<KeptQualification>;
  readonly orders: Iterable<Order>;
  readonly traces: Iterable<readonly [string, IssuedTrace]>;
  readonly aftersales: Iterable<Aftersale>;
  /** Whose after-sale window was made longer. */
  readonly extendedOrders: Iterable<bigint>;
  readonly mirrored: Iterable<MirroredAftersale>;
  readonly complaints: Iterable<Complaint>;
  readonly access?: AccessRecord | undefined;
  readonly info?: AccountInfo | undefined;
  readonly merchantApplication?: MerchantApplication | undefined;
  readonly sharers: Iterable<Sharer>;
  readonly promoters: Iterable<Promoter>;
  readonly lives: Iterable<Live>;
}

/** The present state of an account. Each product is read when its turn comes, so reading may take its time. */
export function keptAppOf(app: App, simulator: Simulator): KeptApp {
  const { appId, products, images, qualifications, orders, traces, access, info, merchantApplication } = app;
  const { timers } = simulator;
  return {
    appId,
    products: (function* () {
      for (const product of products.all()) yield { product, due: timers.dueOf(product.submission.auditId) };
    })(),
    get images() {
      return images.issued();
    },
    access,
    info,
    merchantApplication,
    sharers: app.sharers.all(),
    promoters: [...app.promoters.values()],
    lives: [...app.lives.values()],
    qualifications: (function* () {
      for (const audit of qualifications.all()) yield { audit, due: timers.dueOf(audit.auditId) };
    })(),
    orders: (function* () {
      yield* orders.all();
    })(),
    get traces() {
      return traces.all();
    },
    get aftersales() {
      return app.aftersales.all();
    },
    get extendedOrders() {
      return app.aftersales.extendedOrders;
    },
    get mirrored() {
      return app.mirrored.all();
    },
    get complaints() {
      return app.complaints.all();
    },
  };
}

const OVERDUE = new Date(0);

/** Puts an account back to where an earlier run left it; what was going on goes on. */
export function restoreApp(app: App, kept: KeptApp, simulator: Simulator): void {
  const { productAuditor, qualificationAuditor, orderProgress, aftersaleProgress, complaintDesk } = simulator;
  const { registrations, applications, sharerBindings } = simulator;
  app.images.restore(kept.images);
  if (kept.access !== undefined) Object.assign(app.access, kept.access);
  app.info = kept.info ?? app.info;
  app.merchantApplication = kept.merchantApplication;
  registrations.resume(app);
  applications.resume(app);
  for (const sharer of kept.sharers) {
    app.sharers.put(sharer);
    app.openids.claim(app.appId, sharer.openid);
  }
  sharerBindings.resume(app);
  for (const promoter of kept.promoters) app.promoters.set(promoter.promoterId, promoter);
  for (const live of kept.lives) app.lives.set(live.liveExportId, live);
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
  for (const orderId of kept.extendedOrders) app.aftersales.extendedOrders.add(orderId);
  for (const mirrored of kept.mirrored) app.mirrored.put(mirrored);
  for (const aftersale of kept.aftersales) {
    app.aftersales.put(aftersale);
    aftersaleProgress.resume(app, aftersale);
  }
  for (const complaint of kept.complaints) {
    app.complaints.put(complaint);
    complaintDesk.resume(app, complaint);
  }
}
