import type { App } from '../accounts/app';
import type { QualificationAudit } from '../audits/qualification-shelf';
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
}

/** The present state of an account. Each product is read when its turn comes, so reading may take its time. */
export function keptAppOf({ appId, products, images, qualifications }: App, simulator: Simulator): KeptApp {
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
  };
}

const OVERDUE = new Date(0);

/** Puts an account back to where an earlier run left it; reviews that were going on go on. */
export function restoreApp(app: App, kept: KeptApp, simulator: Simulator): void {
  const { productAuditor, qualificationAuditor } = simulator;
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
}
