import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export const DEMO_APP_ID = 'wx7f3d2a9c5b1e8046';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Letters whose two lowest bits are zero: 43 characters of base64 hold 32 bytes only with one of these at the end. */
const BASE64_LAST = 'AEIMQUYcgkosw048';

/** The mini program of the demo, in the form the services and the simulator read. */
export interface DemoAccount {
  readonly appId: string;
  readonly originalId: string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly mode: string;
  readonly format: string;
  readonly sceneGroups: readonly number[];
  readonly apiBaseUrl: string;
  readonly callbackUrl: string;
  readonly apiKey: string;
  readonly quotas: Readonly<Record<string, number>>;
  /** Settings of the simulator. */
  readonly simulator?: object;
}

export interface AccountAddresses {
  readonly simulatorUrl: string;
  readonly gatewayUrl: string;
}

/**
 * Writes the accounts file. Secrets stay those of an earlier start; addresses are the present ones. `newMerchant`: the last
 * is a mini program that has nothing at WeChat yet.
 */
export function writeDemoAccounts(
  file: string,
  addresses: AccountAddresses,
  newMerchant = false,
): DemoAccount[] {
  const known = existsSync(file) ? readAccounts(file) : [newAccount()];
  const before = newMerchant ? [...known, newcomer()] : known;
  const accounts = before.map((account) => withAddresses(account, addresses));
  writeFileSync(file, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600 });
  return accounts;
}

export function withAddresses(
  account: DemoAccount,
  { simulatorUrl, gatewayUrl }: AccountAddresses,
): DemoAccount {
  return { ...account, apiBaseUrl: simulatorUrl, callbackUrl: `${gatewayUrl}/callbacks/${account.appId}` };
}

function readAccounts(file: string): DemoAccount[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { accounts: DemoAccount[] }).accounts;
}

/** A mini program with secrets of its own, as the console would show them, and no addresses yet. */
export function newAccount(): DemoAccount {
  return {
    appId: DEMO_APP_ID,
    originalId: 'gh_2b9d41c07e55',
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(16).toString('hex'),
    encodingAesKey: randomText(BASE64, 42) + randomText(BASE64_LAST, 1),
    mode: 'security',
    format: 'json',
    sceneGroups: [1],
    apiBaseUrl: '',
    callbackUrl: '',
    apiKey: randomBytes(24).toString('base64url'),
    // WeChat's own are 200 an hour and 1000 a day, which a demo with one's own catalogue soon exceeds.
    quotas: { spuSubmitPerHour: 6_000, spuSubmitPerDay: 20_000 },
  };
}

/** A mini program that has nothing yet but a merchant number, opened in the console. */
export function newcomer(): DemoAccount {
  return {
    ...newAccount(),
    appId: `wx${randomBytes(8).toString('hex')}`,
    originalId: `gh_${randomBytes(6).toString('hex')}`,
    simulator: { access: 'new', subMerchant: 'open' },
  };
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
