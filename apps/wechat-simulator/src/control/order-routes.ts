import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import type { Order } from '../orders/order';
import type { Simulator } from '../simulator';
import { parameter } from './app-routes';
import { checkoutReport } from './checkout-report';
import { ControlError, demand, parseInput } from './control-error';
import { orderReport } from './order-report';

const filled = z.string().min(1).optional();
const attributionShape = {
  promoterId: filled,
  promoterOpenid: filled,
  finderNickname: filled,
  sharerOpenid: filled,
  liveStartTime: z.number().int().min(0).optional(),
};
const attributionSchema = z.strictObject(attributionShape);
const traceSchema = z.strictObject({
  openid: z.string().min(1),
  /** Launch scene of the mini program; one of those whose orders are verified when left out. */
  scene: z.number().int().optional(),
  ...attributionShape,
});
const visitSchema = z.strictObject({
  openid: filled,
  prepayId: filled,
  settleAfterMs: z.number().int().min(0).optional(),
  force: z.boolean().default(false),
});
const nothing = z.strictObject({});

type Change = (app: App, order: Order, body: unknown) => Refusal | undefined;

/** Orders, and what the buyer and the platform do with them. */
export function registerOrders(
  server: FastifyInstance,
  { orderBuyer, orderProgress }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const base = '/v1/apps/:appId/orders';
  const orderOf = (request: FastifyRequest): Order => {
    const order = appOf(request).orders.findByOutId(parameter(request, 'outOrderId'));
    if (order === undefined) throw new ControlError(404, 'not-found', 'no such order', 'outOrderId');
    return order;
  };
  const action = (name: string, change: Change) =>
    server.post(`${base}/:outOrderId/${name}`, (request) => {
      const order = orderOf(request);
      demand(change(appOf(request), order, request.body));
      return orderReport(order);
    });
  const bare = (name: string, change: (app: App, order: Order) => Refusal | undefined) =>
    action(name, (app, order, body) => {
      parseInput(nothing, body);
      return change(app, order);
    });

  server.get(base, (request) => appOf(request).orders.all().map(orderReport));
  server.get(`${base}/:outOrderId`, (request) => orderReport(orderOf(request)));
  action('pay', (app, order, body) => orderBuyer.pay(app, order, parseInput(visitSchema, body)));
  bare('use-ticket', (app, order) => orderBuyer.useTicket(app, order));
  bare('cancel', (app, order) => orderBuyer.cancel(app, order));
  bare('confirm', (app, order) => orderBuyer.confirm(app, order));
  bare('refund', (app, order) => orderBuyer.refund(app, order));
  bare('time-out', (app, order) => orderProgress.timeOut(app, order));
  bare('settle', (app, order) => orderProgress.settle(app, order));
  action('attribute', (app, order, body) =>
    orderProgress.attribute(app, order, parseInput(attributionSchema, body)),
  );
  server.post('/v1/apps/:appId/trace-ids', (request, reply) => {
    const { openid, scene, ...credited } = parseInput(traceSchema, request.body);
    const app = appOf(request);
    const traceId = orderBuyer.checkOut(app, openid, credited);
    return reply.status(201).send(checkoutReport(app, traceId, scene));
  });
}
