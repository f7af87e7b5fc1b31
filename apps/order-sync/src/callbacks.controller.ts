import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Database, Logger } from '@tongbu/platform';
import { componentOpened } from '@tongbu/sync-engine';
import { accessPushOf, orderPushOf, type OrderPush } from '@tongbu/wechat';
import { orderOfWechatId } from './orders/order.lookup';
import { ORDER } from './orders/order.planner';
import { hintOfPush, laneOfHint } from './orders/order.push';
import type { Orders } from './orders/order.runtime';
import { DATABASE, LOGGER, ORDERS } from './tokens';

/** WeChat's callbacks, each a hint to the order it is about. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(ORDERS) private readonly orders: Orders,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const push = orderPushOf(name, body);
    if (push !== undefined) return this.hintOrder(event, push);
    const access = accessPushOf(name, body);
    if (access?.kind === 'registration' && access.state === 'opened') {
      await componentOpened(this.database, event.appid, [ORDER]);
    }
  }

  private async hintOrder(event: CloudEvent, push: OrderPush): Promise<void> {
    const hint = hintOfPush(push);
    const lane = laneOfHint(hint);
    const { outOrderId, wechatOrderId } = push;
    const { intake } = this.orders;
    const isKnown =
      outOrderId !== undefined
        ? await intake.hint({ ...event, subject: outOrderId }, hint, lane)
        : (await intake.hintFound(event, lane, async (tx) => {
            const entityId = await orderOfWechatId(tx, event.appid, wechatOrderId ?? '');
            return entityId === undefined ? [] : [{ entityId, hint }];
          })) > 0;
    if (!isKnown) {
      this.logger.warn(
        { appId: event.appid, orderId: event.subject },
        'callback for an order we do not know',
      );
    }
  }
}
