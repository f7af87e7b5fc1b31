import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { parseBeijingTime } from '../time/beijing-time';
import { faultOfAmounts, faultOfListPrices, type PricedLine } from './amount-rules';
import type { Generation } from './order';
import type { OrderContent } from './order-fields';

const CREATE_TOLERANCE_S = 5;
const MIN_EXPIRY_S = 15 * 60;
const MAX_EXPIRY_S = 24 * 3_600;

/** What is wrong with a new order apart from its products, the account's part first. `now` is the merchant's time. */
export function faultOfOrder(
  app: App,
  generation: Generation,
  content: OrderContent,
  lines: readonly PricedLine[],
  now: Date,
): Refusal | undefined {
  const { price_info } = content.order_detail;
  return (
    faultOfBuyer(app, content) ??
    faultOfKind(app, generation, content) ??
    faultOfTimes(content, now) ??
    faultOfPayment(content) ??
    (generation === 'first' ? faultOfListPrices(lines, price_info) : faultOfAmounts(lines, price_info)) ??
    faultOfDelivery(generation, content)
  );
}

function faultOfBuyer(app: App, { openid, trace_id = '' }: OrderContent): Refusal | undefined {
  if (app.openids.isOfAnother(app.appId, openid)) return refuse(ERR.OPENID_OF_ANOTHER, openid);
  if (trace_id === '')
    return app.isFirstGeneration || !app.account.simulator.traceIdRequired
      ? undefined
      : refuse(ERR.PARAMETER_MISSING, 'trace_id');
  return app.traces.isOfAnother(trace_id, openid)
    ? refuse(ERR.TRACE_ID, 'it belongs to another openid')
    : undefined;
}

/** Whether the account may take such an order at all. */
function faultOfKind(app: App, generation: Generation, { fund_type }: OrderContent): Refusal | undefined {
  if (generation === 'first')
    return fund_type === undefined
      ? undefined
      : refuse(ERR.UPGRADE_NEEDED, 'fund_type is of the second generation');
  const { requiredFundType } = app.settings;
  if (requiredFundType !== 2 && fund_type !== requiredFundType)
    return refuse(ERR.UPGRADE_NEEDED, `requiredFundType is ${requiredFundType}`);
  return fund_type === 1 && app.settings.subMerchant === 'closed'
    ? refuse(ERR.NO_PERMISSION, 'the sub-merchant is not opened')
    : undefined;
}

function faultOfTimes({ create_time, expire_time }: OrderContent, now: Date): Refusal | undefined {
  const seconds = Math.floor(now.getTime() / 1_000);
  const created = parseBeijingTime(create_time);
  if (created === undefined) return refuse(ERR.INVALID_ARGUMENT, 'create_time is no time');
  const off = created.getTime() / 1_000 - seconds;
  if (Math.abs(off) > CREATE_TOLERANCE_S)
    return refuse(ERR.INVALID_ARGUMENT, `create_time is ${off} s off, at most ${CREATE_TOLERANCE_S}`);
  if (expire_time === undefined) return undefined;
  const left = expire_time - seconds;
  return left < MIN_EXPIRY_S || left > MAX_EXPIRY_S
    ? refuse(ERR.EXPIRE_TIME, `${left} s from now, ${MIN_EXPIRY_S} to ${MAX_EXPIRY_S} expected`)
    : undefined;
}

/** An order of the merchant's own number needs its prepay id beforehand; one of the sub-merchant has none. */
function faultOfPayment({ fund_type, order_detail: { pay_info } }: OrderContent): Refusal | undefined {
  if (fund_type === 1) {
    const foreign =
      pay_info !== undefined && (pay_info.pay_method_type !== 0 || (pay_info.prepay_id ?? '') !== '');
    return foreign ? refuse(ERR.PAY_INFO, 'fund_type 1 takes pay_method_type 0 and nothing else') : undefined;
  }
  if (pay_info === undefined) return refuse(ERR.PAY_INFO, 'pay_info is missing');
  if (pay_info.pay_method_type !== 0 || fund_type === undefined) return undefined;
  const missing = (['prepay_id', 'prepay_time'] as const).find((name) => (pay_info[name] ?? '') === '');
  return missing === undefined ? undefined : refuse(ERR.PAY_INFO, `${missing} is missing`);
}

function faultOfDelivery(generation: Generation, content: OrderContent): Refusal | undefined {
  const { delivery_type } = content.delivery_detail;
  if (content.fund_type === 1 && delivery_type !== 1)
    return refuse(ERR.INVALID_ARGUMENT, 'delivery_detail.delivery_type must be 1 for fund_type 1');
  return generation === 'first' && delivery_type !== 2 && content.address_info === undefined
    ? refuse(ERR.ADDRESS_INFO, 'address_info')
    : undefined;
}
