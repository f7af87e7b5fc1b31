import type { App } from '../accounts/app';
import type { Scheduler } from '../time/scheduler';
import type { UrlVerification } from './url-verification';

/** Shop and simulator often start together, so the shop is given some seconds. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Verifies the callback URL an account starts with. A receiver that does not echo is only reported. `begin` starts each later
 * attempt, so that whoever ends the simulator can wait for it.
 */
export async function checkAtStart(
  app: App,
  verification: UrlVerification,
  scheduler: Scheduler,
  report: (sentence: string) => void,
  begin: (attempt: () => Promise<void>) => void = (attempt) => void attempt(),
  tried = 0,
): Promise<void> {
  const { account } = app;
  if (account.callbackUrl === undefined) return;
  const fault = await verification.faultOf(account, account.callbackUrl);
  if (fault === undefined) return;
  const pause = PAUSES_MS[tried];
  if (pause === undefined) report(`callback URL ${account.callbackUrl} of ${account.appId}: ${fault}`);
  else {
    scheduler.after(pause, () =>
      begin(() => checkAtStart(app, verification, scheduler, report, begin, tried + 1)),
    );
  }
}
