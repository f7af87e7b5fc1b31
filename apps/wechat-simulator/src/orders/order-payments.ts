import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import { parseBeijingTime } from '../time/beijing-time';
import type { Random } from '../time/random';
import { isSubMerchantOrder, type Order, type Payment } from './order';
import type { OrderReference, payFields } from './order-fields';
import { requireOrder } from './order-lookup';
import type { OrderProgress } from './order-progress';

const PAID = 1;
const WECHAT_PAY = 0;

/** `order/pay` for what the merchant's own number collects, `order/getpaymentparams` for what the sub-merchant does. */
export class OrderPayments {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly progress: OrderProgress,
  ) {}

  report(app: App, request: ValueOf<typeof payFields>): Result<Payload> {
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    const order = found.value;
    if (isSubMerchantOrder(order)) return refuse(ERR.SUB_MERCHANT_ORDER);
    const refusal =
      request.action_type === PAID
        ? this.reportPaid(app, order, request)
        : this.progress.move(app, order, 'give-up');
    if (refusal !== undefined) return refusal;
    order.applied.pay += 1;
    // In the second generation only what the sub-merchant collects counts.
    if (request.action_type === PAID && app.isFirstGeneration) app.witness('orders');
    return accept({});
  }

  /** New ones each time; the earlier ones open the cashier too. */
  parameters(app: App, reference: OrderReference): Result<Payload> {
    if (app.isFirstGeneration) return refuse(ERR.UPGRADE_NEEDED);
    const found = requireOrder(app, reference);
    if (!found.ok) return found;
    const order = found.value;
    const fault = faultOfPayable(app, order);
    if (fault !== undefined) return fault;
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    const prepayId = `wx${seconds}${this.random.hex(18)}`;
    order.prepayIds.push(prepayId);
    order.applied.paymentParameters += 1;
    app.revision.advance();
    return accept({
      payment_params: {
        timeStamp: seconds,
        nonceStr: this.random.hex(32),
        package: `prepay_id=${prepayId}`,
        paySign: Buffer.from(this.random.hex(256), 'hex').toString('base64'),
        signType: 'RSA',
      },
    });
  }

  private reportPaid(app: App, order: Order, request: ValueOf<typeof payFields>): Refusal | undefined {
    const payment = paymentOf(app, order, request);
    return payment.ok ? this.progress.pay(app, order, payment.value) : payment;
  }
}

function paymentOf(app: App, order: Order, request: ValueOf<typeof payFields>): Result<Payment> {
  const { transaction_id = '', pay_time = '' } = request;
  const { pay_info, price_info } = order.content.order_detail;
  if (pay_time === '') return refuse(ERR.PARAMETER_MISSING, 'pay_time');
  const payTime = parseBeijingTime(pay_time);
  if (payTime === undefined) return refuse(ERR.INVALID_ARGUMENT, 'pay_time is no time');
  if (pay_info?.pay_method_type === WECHAT_PAY && !/^\d{28}$/.test(transaction_id))
    return refuse(ERR.TRANSACTION_ID, 'a number of WeChat Pay has 28 digits');
  if ((app.orders.findByTransaction(transaction_id) ?? order) !== order)
    return refuse(ERR.TRANSACTION_ID, 'it paid another order');
  return accept({
    transactionId: transaction_id === '' ? undefined : transaction_id,
    payTime,
    amountFen: price_info.order_price,
  });
}

function faultOfPayable(app: App, order: Order): Refusal | undefined {
  if (!isSubMerchantOrder(order)) return refuse(ERR.NOT_SUB_MERCHANT_ORDER);
  if (order.status !== 10) return refuse(ERR.NOT_PAYABLE, `status ${order.status}`);
  if (order.content.order_detail.price_info.order_price === 0) return refuse(ERR.NOTHING_TO_PAY);
  if (app.settings.subMerchant === 'closed')
    return refuse(ERR.NO_PERMISSION, 'the sub-merchant is not opened');
  return app.settings.subMerchant === 'unlinked'
    ? refuse(ERR.PAYMENT_REQUEST_FAILED, 'the merchant number is not linked to the account')
    : undefined;
}
