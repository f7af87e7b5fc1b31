import type { Planner } from '@tongbu/sync-engine';
import type { DesiredShipment, ObservedShipment } from './shipment';
import type { ShipmentCommand, ShipmentFact } from './shipment.commands';
import { shipBy } from './shipment.deadline';
import { planShipment } from './shipment.plan';
import { parkedShipment } from './shipment.problems';
import { reduceShipment } from './shipment.reduce';

export const SHIPMENT = 'shipment';

/** `shipWithinMs`: how long after payment an order is to be shipped. */
export function shipmentPlanner(
  shipWithinMs: number,
): Planner<DesiredShipment, ObservedShipment, ShipmentCommand, ShipmentFact> {
  return {
    kind: SHIPMENT,
    plan: planShipment,
    reduce: reduceShipment,
    parked: parkedShipment,
    dueAt: (state) => shipBy(state, shipWithinMs),
  };
}
