import { checkStatusOf, SCENE_CHECKS, sceneName, type SceneReview } from '../access/scenes';
import type { WechatEvent } from './events';

const REGISTRATION_STATUSES = { opened: 2, withdrawn: 10 } as const;

export function registrationEvent(what: keyof typeof REGISTRATION_STATUSES): WechatEvent {
  return {
    event: 'open_product_account_register',
    bodyKey: 'OpenProductAccountRegister',
    body: { status: REGISTRATION_STATUSES[what] },
  };
}

/** The state of the scene itself is not in it: that is read with `register/check`. */
export function sceneAuditEvent(review: SceneReview): WechatEvent {
  const { sceneGroup, reason } = review;
  return {
    event: 'open_product_scene_group_audit',
    bodyKey: 'SceneGroupAudit',
    body: {
      group_id: sceneGroup,
      name: sceneName(sceneGroup),
      reason,
      scene_group_ext_list: SCENE_CHECKS.map(({ id, name }) => ({
        ext_id: id,
        status: checkStatusOf(review, id),
        name,
      })),
    },
  };
}
