import { randomBytes } from 'node:crypto';

/** So high that a test never waits for them. Simulator and services read the same file. */
const QUOTAS = { spuSubmitPerHour: 6_000, spuSubmitPerDay: 20_000, burstCalls: 6_000, burstSeconds: 30 };

/** One mini program of the accounts file: members of the services' and of the simulator's. */
export interface TestAccount {
  readonly appId: string;
  readonly secret: string;
  /** Of the message push. */
  readonly token: string;
  readonly encodingAesKey: string;
  /** Of the services' admin APIs. */
  readonly apiKey: string;
}

export const newAppId = () => `wx${randomBytes(8).toString('hex')}`;

/** With secrets of its own. `more`: further members, such as `quotas` and `simulator`. */
export function newTestAccount(
  appId: string,
  { simulatorUrl, gatewayUrl }: { readonly simulatorUrl: string; readonly gatewayUrl: string },
  more: object = {},
): TestAccount {
  const account = {
    appId,
    originalId: 'gh_5d2e8b0c71fa',
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(16).toString('hex'),
    encodingAesKey: `${randomBytes(21).toString('hex')}A`,
    apiKey: randomBytes(16).toString('hex'),
    apiBaseUrl: simulatorUrl,
    callbackUrl: `${gatewayUrl}/callbacks/${appId}`,
    quotas: QUOTAS,
    ...more,
  };
  return account;
}
