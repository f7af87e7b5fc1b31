import type { KindRuntime } from '@tongbu/sync-engine';
import type { DesiredOrder, ObservedOrder } from './order';

/** The moving parts of orders. */
export type Orders = KindRuntime<DesiredOrder, ObservedOrder>;
