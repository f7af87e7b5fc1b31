import { aftersales } from './aftersales/aftersales';
import { orders } from './orders/orders';
import { parcels } from './parcels/parcels';
import { products } from './products/products';
import type { NeededService, Traffic } from './traffic';

/** Every kind of thing that is kept in step. */
export const allTraffic: readonly Traffic[] = [products, orders, parcels, aftersales];

/** What these kinds need, each service once. */
export function servicesOf(traffic: readonly Traffic[]): readonly NeededService[] {
  const services = new Map<string, NeededService>();
  for (const service of traffic.flatMap((kind) => kind.services)) {
    const topics = new Set([...(services.get(service.name)?.topics ?? []), ...service.topics]);
    services.set(service.name, { name: service.name, topics: [...topics] });
  }
  return [...services.values()];
}
