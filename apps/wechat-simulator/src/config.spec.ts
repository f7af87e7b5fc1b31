import { accountsSchema } from './accounts/account';
import { DEMO_ACCOUNT } from './accounts/demo-account';
import { readConfig } from './config';

describe('the configuration', () => {
  it('has defaults for everything and a demo account', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 9300,
      controlPort: 9301,
      accounts: [DEMO_ACCOUNT],
    });
  });

  it('names what is wrong', () => {
    expect(() => readConfig({ SIMULATOR_PORT: 'x', SIMULATOR_SEED: 'y' })).toThrow(
      /SIMULATOR_PORT[^]*SIMULATOR_SEED/,
    );
    expect(() => readConfig({ TONGBU_ACCOUNTS_FILE: '/nowhere/accounts.json' })).toThrow(
      /TONGBU_ACCOUNTS_FILE/,
    );
  });

  it('takes accounts with members of other programs, as a list or under `accounts`', () => {
    const { appId, secret, token, encodingAesKey } = DEMO_ACCOUNT;
    const account = {
      appId,
      secret,
      token,
      encodingAesKey,
      apiKey: 'for others',
      quotas: { categoryTreePerDay: 5 },
    };
    for (const file of [[account], { accounts: [account] }]) {
      expect(accountsSchema.parse(file)).toMatchObject([
        { mode: 'security', format: 'json', quotas: { burstCalls: 800 } },
      ]);
    }
    expect(accountsSchema.safeParse([account, account]).success).toBe(false);
    expect(accountsSchema.safeParse([{ ...account, encodingAesKey: 'short' }]).success).toBe(false);
  });
});
