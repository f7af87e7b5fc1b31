import type { App } from '../accounts/app';
import type { Payload } from '../api/result';
import { accessInfoOf } from './access-tasks';
import { checkStatusOf, FIRST_SCENE_STATUS, SCENE_CHECKS, SCENES, type SceneStatus } from './scenes';

const ENABLED = 2;
const BANNED = 3;

/** `data` of `register/check`. */
export function registrationView(app: App): Payload {
  const { access } = app;
  return {
    status: access.registration === 'banned' ? BANNED : ENABLED,
    ...(access.banReason === '' ? {} : { reject_reason: access.banReason }),
    access_info: accessInfoOf(access, app.generation),
    scene_group_list: SCENES.map(({ id, name }) => sceneView(app, id, name)),
  };
}

/** How it stands with a scene. What is open or not may have been set past the review. */
export function sceneStatusOf(app: App, sceneGroup: number): SceneStatus {
  if (app.isSceneOpen(sceneGroup)) return 1;
  const status = app.access.scenes.get(sceneGroup)?.status ?? FIRST_SCENE_STATUS;
  return status === 1 ? FIRST_SCENE_STATUS : status;
}

function sceneView(app: App, sceneGroup: number, name: string): Payload {
  const status = sceneStatusOf(app, sceneGroup);
  const { reason = '', failedChecks = [] } = app.access.scenes.get(sceneGroup) ?? {};
  return {
    group_id: sceneGroup,
    name,
    status,
    reason: status === 2 ? reason : '',
    scene_group_ext_list: SCENE_CHECKS.map(({ id }) => ({
      ext_id: id,
      status: checkStatusOf({ status, failedChecks }, id),
    })),
  };
}
