import type { App } from '../accounts/app';
import { ControlError } from './control-error';

/** What a mini program learns at the beginning of a checkout: the trace id in every scene, and whether an order is asked for. */
export function checkoutReport(
  app: App,
  traceId: string | undefined,
  launchScene: number | undefined = app.settings.verifiedScenes[0],
): object {
  if (traceId === undefined)
    throw new ControlError(400, 'invalid', 'the openid belongs to another account', 'openid');
  const required = launchScene !== undefined && app.needsOrdersOf(launchScene);
  return { traceId, requireOrder: required ? 1 : 0, requiredFundType: app.settings.requiredFundType };
}
