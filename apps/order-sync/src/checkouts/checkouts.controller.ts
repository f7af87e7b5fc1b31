import { Body, Controller, Get, Headers, Inject, Param, Post, Res, UseGuards } from '@nestjs/common';
import {
  assertUnreachable,
  ApiKeyGuard,
  notFound,
  ProblemException,
  valid,
  type Clock,
} from '@tongbu/platform';
import type { FastifyReply } from 'fastify';
import type { Problem } from '@tongbu/contracts';
import { noCheckout } from '../orders/order.problems';
import type { Orders } from '../orders/order.runtime';
import { CHECKOUT_SECONDS, CLOCK, ORDERS } from '../tokens';
import { viewOf, type CheckoutView } from './checkout';
import { CheckoutDesk } from './checkout-desk';
import type { CheckoutSeconds } from './checkout-seconds';
import { checkoutBody, orderIdParameter, waitOf } from './checkout.request';

/** For a shop whose buyer waits: an order is created and its cashier opened in one request. */
@Controller('v1/apps/:appId')
@UseGuards(ApiKeyGuard)
export class CheckoutsController {
  constructor(
    @Inject(CheckoutDesk) private readonly desk: CheckoutDesk,
    @Inject(ORDERS) private readonly orders: Orders,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHECKOUT_SECONDS) private readonly seconds: CheckoutSeconds,
  ) {}

  @Post('checkouts')
  async checkOut(
    @Param('appId') appId: string,
    @Headers('prefer') prefer: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { orderId, ...order } = valid(checkoutBody, body);
    const wait = waitOf(prefer);
    const startedAt = this.clock.monotonic();
    const result = await this.desk.checkOut(appId, orderId, order, startedAt + wait * 1000);
    this.seconds.observe(
      { request: 'checkout', outcome: result.kind },
      (this.clock.monotonic() - startedAt) / 1000,
    );
    const location = `/v1/apps/${appId}/checkouts/${orderId}`;
    void reply.header('preference-applied', `wait=${wait}`).header('location', location);
    switch (result.kind) {
      case 'created': {
        void reply.code(201);
        const { order: created, parameters = null } = result;
        return { ...created, paymentParameters: parameters };
      }
      case 'pending':
        void reply.code(202);
        return { orderId, state: result.order === undefined ? 'creating' : 'created', status: location };
      case 'differs':
        throw new ProblemException(
          409,
          'order-differs',
          'Another order',
          `orderId: ${orderId} was used for other contents. Use another id, or publish merchant.order.placed.v1 to change it before WeChat has it.`,
          { field: 'orderId' },
        );
      case 'parked':
        throw parked(result.problems);
      case 'over':
        throw over(result.problem, result.wechatOrderId);
      default:
        return assertUnreachable(result);
    }
  }

  @Get('checkouts/:orderId')
  async status(@Param('appId') appId: string, @Param('orderId') orderId: string): Promise<CheckoutView> {
    const row = await this.orders.row({ appId, entityId: orderId });
    if (row === undefined || row.desired.order === null) throw notFound(`order ${orderId}`);
    return viewOf(row, this.clock.now());
  }

  @Post('orders/:orderId/payment-parameters')
  async paymentParameters(
    @Param('appId') appId: string,
    @Param('orderId') given: string,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { orderId } = valid(orderIdParameter, { orderId: given });
    const startedAt = this.clock.monotonic();
    const result = await this.desk.paymentParameters(appId, orderId, startedAt + waitOf(prefer) * 1000);
    this.seconds.observe(
      { request: 'payment-parameters', outcome: result.kind },
      (this.clock.monotonic() - startedAt) / 1000,
    );
    switch (result.kind) {
      case 'ready':
        void reply.code(200).header('cache-control', 'no-store');
        return { orderId, paymentParameters: result.parameters };
      case 'unknown-order':
        throw notFound(`order ${orderId}`);
      case 'created':
        throw over(noCheckout.collectedByMerchant, result.order.wechatOrderId);
      case 'pending':
        throw over(noCheckout.notCreated, null);
      case 'over':
        throw over(result.problem, result.wechatOrderId);
      case 'parked':
        throw parked(result.problems);
      case 'late':
        throw new ProblemException(
          503,
          'late',
          'Not available now',
          'The payment parameters could not be had in time. Ask again.',
        );
      default:
        return assertUnreachable(result);
    }
  }
}

/** Every reason, in both languages, with what to do. */
function parked(problems: readonly Problem[]): ProblemException {
  const detail = problems.map(({ field, message }) =>
    field === undefined ? message : `${field}: ${message}`,
  );
  return new ProblemException(422, 'parked', 'The order cannot be taken as it is', detail.join(' '), {
    problems,
  });
}

function over(reason: Problem, wechatOrderId: string | null): ProblemException {
  const { code, message } = reason;
  return new ProblemException(409, code, 'No cashier can be opened', message, {
    wechatOrderId,
    problems: [reason],
  });
}
