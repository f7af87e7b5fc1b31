import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  allDispatched,
  orderReceived,
  parcelCorrected,
  parcelDispatched,
  shipmentReceived,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { EntityIntake, KindRuntime } from '@tongbu/sync-engine';
import { CLOCK, SHIPMENTS } from '../tokens';
import type { DesiredShipment } from './shipment';
import { shipmentChanges } from './shipment.intake';

/** What the merchant tells about parcels and receipts. */
@Controller()
export class ShipmentEventsController {
  private readonly intake: EntityIntake<DesiredShipment>;

  constructor(
    @Inject(SHIPMENTS) { intake }: KindRuntime<DesiredShipment>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.intake = intake;
  }

  @EventPattern<string>(parcelDispatched.type)
  dispatched(event: CloudEvent<EventData<typeof parcelDispatched>>): Promise<void> {
    return this.change(event, shipmentChanges.parcel(event.data));
  }

  @EventPattern<string>(parcelCorrected.type)
  corrected(event: CloudEvent<EventData<typeof parcelCorrected>>): Promise<void> {
    return this.change(event, shipmentChanges.parcel(event.data));
  }

  @EventPattern<string>(allDispatched.type)
  allDispatched(event: CloudEvent<EventData<typeof allDispatched>>): Promise<void> {
    return this.change(event, shipmentChanges.allDispatched(event.data.dispatchedAt ?? null));
  }

  @EventPattern<string[]>([shipmentReceived.type, orderReceived.type])
  received(
    event: CloudEvent<EventData<typeof shipmentReceived> | EventData<typeof orderReceived>>,
  ): Promise<void> {
    const at = event.data.receivedAt ?? event.time ?? this.clock.now().toISOString();
    return this.change(event, shipmentChanges.received(at));
  }

  /** Versions are those of a parcel, not of the shipment. */
  private change(event: CloudEvent, change: ReturnType<typeof shipmentChanges.parcel>): Promise<void> {
    return this.intake.change({ ...event, data: {} }, 'shipping', change);
  }
}
