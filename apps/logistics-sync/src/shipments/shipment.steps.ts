import type { Plan } from '@tongbu/sync-engine';
import type { Hearsay } from '../orders/hearsay';
import type { ObservedShipment, ShipmentState, ShownOrder } from './shipment';
import type { ShipmentCommand } from './shipment.commands';

export type ShipmentPlan = Plan<ShipmentCommand>;

/** An order that WeChat has shown, and what is known around it. */
export interface Look {
  readonly state: ShipmentState;
  readonly observed: ObservedShipment;
  readonly order: ShownOrder;
  readonly heard: Hearsay;
  readonly now: Date;
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const run = (command: ShipmentCommand): ShipmentPlan => ({ kind: 'run', command });
export const after = (time: string, ms: number) => new Date(Date.parse(time) + ms);
