import type { Account } from './accounts/account';
import { DEMO_ACCOUNT } from './accounts/demo-account';
import type { RunningSimulator } from './run';

/** What the process prints once it listens: one line for programs, then some for people. */
export function readyLines({ url, controlUrl }: RunningSimulator, accounts: readonly Account[]): string {
  const lines = [
    JSON.stringify({ event: 'ready', url, controlUrl }),
    `WeChat simulator: API ${url}, control ${controlUrl} (try ${controlUrl}/v1/apps)`,
  ];
  if (accounts.includes(DEMO_ACCOUNT)) {
    const { appId, secret, token, encodingAesKey } = DEMO_ACCOUNT;
    lines.push(
      `demo account: appId ${appId}  secret ${secret}  token ${token}  encodingAesKey ${encodingAesKey}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
