import { endpoint, type JsonEndpoint } from '../api/endpoint';
import type { OrderProgress } from '../orders/order-progress';
import type { SteerableTime } from '../time/steerable-time';
import { extendWindow, merchantsTime } from './aftersale-window';
import type { MirroredDesk } from './mirrored-desk';
import {
  deadlineFields,
  mirroredAddFields,
  mirroredGetFields,
  mirroredUpdateFields,
} from './mirrored-fields';

export function mirroredEndpoints(
  desk: MirroredDesk,
  time: SteerableTime,
  orders: OrderProgress,
): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/aftersale/add', mirroredAddFields, (app, request) => desk.add(app, request)),
    endpoint('/shop/aftersale/get', mirroredGetFields, (app, request) => desk.get(app, request)),
    endpoint('/shop/aftersale/update', mirroredUpdateFields, (app, request) => desk.update(app, request)),
    endpoint('/shop/aftersale/update_deadline', deadlineFields, (app, request) =>
      extendWindow(app, request, merchantsTime(time), orders),
    ),
  ];
}
