import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  orderAddressChanged,
  orderCancelled,
  orderCheckoutRequested,
  orderCompensationResolved,
  orderPaid,
  orderPlaced,
  orderPriceChanged,
  orderReceived,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import { CLOCK, ORDERS } from '../tokens';
import { orderChanges } from './order.intake';
import type { Orders } from './order.runtime';

/** What the merchant tells about orders. */
@Controller()
export class OrderEventsController {
  private readonly intake;

  constructor(
    @Inject(ORDERS) { intake }: Orders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.intake = intake;
  }

  @EventPattern<string>(orderPlaced.type)
  placed(event: CloudEvent<EventData<typeof orderPlaced>>): Promise<void> {
    return this.intake.change(event, 'checkout', orderChanges.placed(event.data));
  }

  @EventPattern<string>(orderPaid.type)
  paid(event: CloudEvent<EventData<typeof orderPaid>>): Promise<void> {
    return this.intake.change(unversioned(event), 'money', orderChanges.paid(event.data));
  }

  @EventPattern<string>(orderCancelled.type)
  cancelled(event: CloudEvent<EventData<typeof orderCancelled>>): Promise<void> {
    return this.intake.change(unversioned(event), 'money', orderChanges.cancelled(event.data));
  }

  @EventPattern<string>(orderPriceChanged.type)
  priceChanged(event: CloudEvent<EventData<typeof orderPriceChanged>>): Promise<void> {
    return this.intake.change(event, 'money', orderChanges.priceChanged(event.data));
  }

  @EventPattern<string>(orderAddressChanged.type)
  addressChanged(event: CloudEvent<EventData<typeof orderAddressChanged>>): Promise<void> {
    return this.intake.change(event, 'shipping', orderChanges.addressChanged(event.data));
  }

  @EventPattern<string>(orderReceived.type)
  received(event: CloudEvent<EventData<typeof orderReceived>>): Promise<void> {
    return this.intake.change(unversioned(event), 'content', orderChanges.received(this.clock.now()));
  }

  @EventPattern<string>(orderCheckoutRequested.type)
  checkoutRequested(event: CloudEvent<EventData<typeof orderCheckoutRequested>>): Promise<void> {
    return this.intake.change(unversioned(event), 'checkout', orderChanges.checkoutRequested(event.data));
  }

  @EventPattern<string>(orderCompensationResolved.type)
  compensationResolved(event: CloudEvent<EventData<typeof orderCompensationResolved>>): Promise<void> {
    return this.intake.change(unversioned(event), 'money', orderChanges.compensationResolved(event.data));
  }
}

/** A fact has no version, and is never older than anything. */
function unversioned(event: CloudEvent): CloudEvent<{ readonly version?: number }> {
  return { ...event, data: {} };
}
