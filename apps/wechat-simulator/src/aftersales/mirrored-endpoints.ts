import { endpoint, type JsonEndpoint } from '../api/endpoint';
import type { MirroredDesk } from './mirrored-desk';
import { mirroredAddFields, mirroredGetFields, mirroredUpdateFields } from './mirrored-fields';

export function mirroredEndpoints(desk: MirroredDesk): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/aftersale/add', mirroredAddFields, (app, request) => desk.add(app, request)),
    endpoint('/shop/aftersale/get', mirroredGetFields, (app, request) => desk.get(app, request)),
    endpoint('/shop/aftersale/update', mirroredUpdateFields, (app, request) => desk.update(app, request)),
  ];
}
