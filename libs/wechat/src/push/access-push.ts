import { sceneStateOf, type SceneState } from '../endpoints/access.endpoints';
import { nested, text, wholeNumber, type PushFields } from './push-fields';

/**
 * What a push says about the component of an account: a hint to check the registration.
 * - `registration`: it was opened, or withdrawn, which clears categories and brands
 * - `scene`: a review of a scene ended. The state of the scene itself is not in the push
 */
export type AccessPush =
  | { readonly kind: 'registration'; readonly state: 'opened' | 'withdrawn' | 'other' }
  | {
      readonly kind: 'scene';
      readonly sceneId: number;
      readonly name: string;
      readonly reason: string;
      readonly checks: readonly { readonly id: number; readonly name: string; readonly state: SceneState }[];
    };

/** Reads the body of an account's event, as `parsePush` normalised it. `undefined`: not about an account's access. */
export function accessPushOf(event: string, body: PushFields): AccessPush | undefined {
  switch (event) {
    case 'open_product_account_register':
      return { kind: 'registration', state: registrationOf(body['status']) };
    case 'open_product_scene_group_audit': {
      const sceneId = wholeNumber(body['group_id']);
      if (sceneId === undefined) return undefined;
      return {
        kind: 'scene',
        sceneId,
        name: text(body['name']),
        reason: text(body['reason']),
        checks: checksOf(body['scene_group_ext_list']),
      };
    }
    default:
      return undefined;
  }
}

function registrationOf(status: unknown): 'opened' | 'withdrawn' | 'other' {
  switch (text(status)) {
    case '2':
      return 'opened';
    case '10':
      return 'withdrawn';
    default:
      return 'other';
  }
}

function checksOf(list: unknown) {
  if (!Array.isArray(list)) return [];
  return list.map(nested).flatMap((check) => {
    const id = wholeNumber(check['ext_id']);
    const status = wholeNumber(check['status']);
    return id === undefined || status === undefined
      ? []
      : [{ id, name: text(check['name']), state: sceneStateOf(status) }];
  });
}
