import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import type { Product } from '../products/product';
import type { Simulator } from '../simulator';
import { ControlError, demand, parseInput } from './control-error';
import { productReport } from './product-report';
import { settingsReport } from './settings-routes';

/** A rejection needs a reason. */
export const verdictSchema = z
  .strictObject({ verdict: z.enum(['approve', 'reject']), reason: z.string().default('') })
  .refine(({ verdict, reason }) => verdict === 'approve' || reason !== '', {
    error: 'a rejection needs a reason',
    path: ['reason'],
  });
const reasonSchema = z.strictObject({ reason: z.string().default('') });

/** Accounts, their products and audits: looking at them, and deciding in place of the reviewers. */
export function registerApps(
  server: FastifyInstance,
  simulator: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const { productAuditor, qualificationAuditor } = simulator;

  server.get('/v1/apps', () =>
    [...simulator.apps.values()].map((app) => ({
      appId: app.appId,
      originalId: app.account.originalId,
      mode: app.account.mode,
      format: app.account.format,
      products: app.products.all().filter(({ deleted }) => !deleted).length,
      images: app.images.count,
      settings: settingsReport(app),
    })),
  );
  server.get('/v1/apps/:appId/products', (request) => appOf(request).products.all().map(productReport));
  server.get('/v1/apps/:appId/products/:outProductId', (request) => productReport(productOf(request)));
  server.post('/v1/apps/:appId/products/:outProductId/audit', (request) =>
    change(request, (app, product) =>
      productAuditor.settle(app, product, parseInput(verdictSchema, request.body)),
    ),
  );
  server.post('/v1/apps/:appId/products/:outProductId/take-down', (request) => {
    const { reason } = parseInput(reasonSchema, request.body);
    return change(request, (app, product) => productAuditor.moderate(app, product, 'take-down', reason));
  });
  server.post('/v1/apps/:appId/products/:outProductId/restore', (request) =>
    change(request, (app, product) => productAuditor.moderate(app, product, 'restore', '')),
  );
  server.get('/v1/apps/:appId/audits', (request) => appOf(request).qualifications.all());
  server.post('/v1/apps/:appId/audits/:auditId', (request) => {
    const app = appOf(request);
    const audit = app.qualifications.find(parameter(request, 'auditId'));
    if (audit === undefined) throw new ControlError(404, 'not-found', 'no such audit', 'auditId');
    demand(qualificationAuditor.settle(app, audit, parseInput(verdictSchema, request.body)));
    return audit;
  });

  function productOf(request: FastifyRequest): Product {
    const product = appOf(request).products.findByOutId(parameter(request, 'outProductId'));
    if (product === undefined) throw new ControlError(404, 'not-found', 'no such product', 'outProductId');
    return product;
  }

  function change(
    request: FastifyRequest,
    work: (app: App, product: Product) => Refusal | undefined,
  ): object {
    const product = productOf(request);
    if (product.deleted) throw new ControlError(409, 'deleted', 'the product is deleted');
    demand(work(appOf(request), product));
    return productReport(product);
  }
}

export function parameter(request: FastifyRequest, name: string): string {
  return z.record(z.string(), z.string()).parse(request.params)[name] ?? '';
}
