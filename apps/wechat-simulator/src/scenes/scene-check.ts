import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { integer, record } from '../api/fields';
import { accept } from '../api/result';

/**
 * `scene/check`: whether orders from a launch scene need to be at WeChat, and who collects their money then. None need to
 * be before the account's access is completed.
 */
export const SCENE_CHECK: JsonEndpoint = endpoint(
  '/shop/scene/check',
  record({ scene: integer() }),
  (app, { scene }) =>
    app.needsOrdersOf(scene)
      ? accept({ is_matched: 1, requiredFundType: app.settings.requiredFundType })
      : accept({ is_matched: 0, requiredFundType: 0 }),
);
