import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import { spuAuditEvent, spuStatusEvent } from '../callbacks/events';
import type { EventPusher } from '../callbacks/events';
import type { Product } from '../products/product';
import { nextState, type ProductAction } from '../products/product-machine';
import type { AuditTimers } from './audit-timers';
import { decide, type Verdict } from './audit-rules';

/** The reviewers: take submitted products, decide, and tell the merchant. */
export class ProductAuditor {
  constructor(
    private readonly clock: Clock,
    private readonly timers: AuditTimers,
    private readonly pusher: EventPusher,
  ) {}

  newAuditId(): string {
    return this.timers.newAuditId();
  }

  /** Takes the product's present submission into review. */
  take(app: App, product: Product): void {
    this.timers.start(product.submission.auditId, app.settings.auditDelayMs, () => this.decide(app, product));
  }

  /** Goes on with a review of an earlier run. */
  resume(app: App, product: Product, due: Date): void {
    this.timers.resume(product.submission.auditId, due, () => this.decide(app, product));
  }

  /** The submission was withdrawn, or its product deleted. */
  drop(product: Product): void {
    this.timers.stop(product.submission.auditId);
  }

  settle(app: App, product: Product, { verdict, reason }: Verdict): Refusal | undefined {
    const refusal = applyAction(product, verdict);
    if (refusal !== undefined) return refusal;
    this.timers.stop(product.submission.auditId);
    product.submission.auditTime = this.clock.now();
    product.submission.rejectReason = reason;
    if (verdict === 'approve') {
      product.online = product.draft;
      app.witness('products');
    }
    app.revision.advance();
    this.pusher.push(app, spuAuditEvent(product, reason));
    return undefined;
  }

  /** The platform takes a listed product down, or lifts that again. */
  moderate(app: App, product: Product, action: 'take-down' | 'restore', reason: string): Refusal | undefined {
    const refusal = applyAction(product, action);
    if (refusal !== undefined) return refusal;
    app.revision.advance();
    this.pusher.push(app, spuStatusEvent(product, reason));
    return undefined;
  }

  private decide(app: App, product: Product): void {
    const { title, third_cat_id } = product.draft;
    const subject = { title, outProductId: product.outProductId, categoryId: third_cat_id };
    this.settle(app, product, decide(app.settings.auditRules, subject));
  }
}

/** Moves a product to its next state, or says why it does not move. */
export function applyAction(product: Product, action: ProductAction): Refusal | undefined {
  const { status, editStatus, online } = product;
  const next = nextState({ status, editStatus, online: online !== undefined }, action);
  if (!next.ok) return next;
  product.status = next.value.status;
  product.editStatus = next.value.editStatus;
  return undefined;
}
