import type { App } from '../accounts/app';
import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { ERR } from '../api/errcodes';
import { integer, optional, record } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { ACCESS_ITEMS, faultOfDeclaration, taskOfItem } from './access-tasks';
import { registrationView } from './register-view';
import type { Registrations } from './registrations';
import type { SceneReviews } from './scene-reviews';
import { CHANNELS_SCENE } from './scenes';

/** Deprecated: 0 open, 1 enable tickets, 2 close. */
const OPEN = 0;

/** `register/*`: the only part of the component that answers before it is open. */
export function registerEndpoints(
  registrations: Registrations,
  scenes: SceneReviews,
): readonly JsonEndpoint[] {
  return [
    endpoint(
      '/shop/register/apply',
      record({ action_type: optional(integer({ oneOf: [0, 1, 2] })) }),
      (app, { action_type = OPEN }) =>
        action_type === OPEN
          ? registrations.apply(app)
          : refuse(ERR.NOT_SUPPORTED, `action_type ${action_type} is deprecated`),
    ),
    endpoint('/shop/register/check', record({}), (app) => {
      const { registration } = app.access;
      return registration === 'opened' || registration === 'banned'
        ? accept({ data: registrationView(app) })
        : refuse(ERR.COMPONENT_NOT_ENABLED, `the component is ${registration}`);
    }),
    endpoint(
      '/shop/register/finish_access_info',
      record({ access_info_item: integer({ oneOf: ACCESS_ITEMS }) }),
      (app, { access_info_item }) => app.refusalOfAccess() ?? declare(app, access_info_item),
    ),
    endpoint(
      '/shop/register/apply_scene',
      record({ scene_group_id: integer({ oneOf: [CHANNELS_SCENE] }) }),
      (app, { scene_group_id }) => app.refusalOfAccess() ?? scenes.apply(app, scene_group_id),
    ),
  ];
}

function declare(app: App, item: number): Result<Payload> {
  const task = taskOfItem(app.generation, item);
  // The flag of a task of the other generation is never set, so it cannot be declared.
  if (task === undefined) return refuse(ERR.TASK_NOT_FINISHED, `item ${item} is of the other generation`);
  const fault = faultOfDeclaration(app.access, task);
  if (fault !== undefined) return fault;
  app.access.declared.add(task);
  app.revision.advance();
  return accept({});
}
