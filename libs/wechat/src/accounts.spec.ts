import { callersIn, loadAccounts, pushAccountOf } from './accounts';

const minimal = {
  appId: 'wx5c1e7a90b3d24f68',
  secret: 's3cret-value',
  token: 'orchardGate77',
  encodingAesKey: 'Qm7xLr2TzVb8Nc4KpWs6Yd1Ha9Jf3Eg5Uo0Ri2MtXkA',
};
const load = (value: unknown) => loadAccounts({ json: JSON.stringify(value) });

describe('loadAccounts', () => {
  it('fills in the defaults', () => {
    expect(load([minimal]).get(minimal.appId)).toEqual({
      ...minimal,
      mode: 'security',
      format: 'json',
      apiBaseUrl: 'https://api.weixin.qq.com',
      sceneGroups: [1],
      generation: 'second',
      apiKeys: [],
      quotas: {
        burstCalls: 800,
        burstSeconds: 30,
        spuSubmitPerHour: 200,
        spuSubmitPerDay: 1000,
        categoryTreePerDay: 20,
      },
    });
  });

  it('takes an object with accounts and ignores members it does not know', () => {
    const accounts = load({ accounts: [{ ...minimal, simulator: { layout: 'flat' } }], other: 1 });
    expect(accounts.all().map(({ appId }) => appId)).toEqual([minimal.appId]);
    expect(accounts.get('wx0000000000000000')).toBeUndefined();
  });

  it('names every wrong field and quotes no secret', () => {
    const wrong = {
      ...minimal,
      appId: 'abc',
      encodingAesKey: 'tooShortButSecret',
      quotas: { burstCalls: 0 },
    };
    let message = '';
    try {
      load([minimal, wrong]);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toContain('[1].appId: expected the AppID');
    expect(message).toContain('[1].encodingAesKey: expected the 43 characters');
    expect(message).toContain('[1].quotas.burstCalls');
    expect(message).not.toContain('tooShortButSecret');
  });

  it.each([
    ['nothing', {}],
    ['a missing file', { file: '/nowhere/accounts.json' }],
    ['broken JSON', { json: '[{"secret":"hush"' }],
    ['an empty list', { json: '[]' }],
    ['the same account twice', { json: JSON.stringify([minimal, minimal]) }],
  ])('refuses %s', (_, source) => {
    expect(() => loadAccounts(source)).toThrow(expect.objectContaining({ code: 'accounts-invalid' }));
  });
});

describe('callersIn', () => {
  const key = 'a-key-of-16-chars-or-more';

  it('names everybody who has a key of the account', () => {
    const accounts = load([{ ...minimal, apiKey: key, apiKeys: [{ name: 'checkout', key: `${key}-2` }] }]);
    expect(callersIn(accounts, minimal.appId)).toEqual([
      { name: 'admin', key },
      { name: 'checkout', key: `${key}-2` },
    ]);
  });

  it('lets nobody in where no key is, nor to an account we do not know', () => {
    expect(callersIn(load([minimal]), minimal.appId)).toEqual([]);
    expect(callersIn(load([{ ...minimal, apiKey: key }]), 'wx0000000000000000')).toEqual([]);
  });

  it('refuses a key that is too short', () => {
    expect(() => load([{ ...minimal, apiKeys: [{ name: 'x', key: 'short' }] }])).toThrow('apiKeys');
  });
});

describe('pushAccountOf', () => {
  it('puts the new token and key first', () => {
    const account = load([{ ...minimal, previousToken: 'old' }]).get(minimal.appId);
    if (account === undefined) throw new Error('missing');
    expect(pushAccountOf(account)).toEqual({
      appId: minimal.appId,
      mode: 'security',
      tokens: ['orchardGate77', 'old'],
      encodingAesKeys: [minimal.encodingAesKey],
    });
  });
});
