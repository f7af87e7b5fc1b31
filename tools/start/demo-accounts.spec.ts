import { accountSchema } from '@tongbu/wechat';
import { newAccount, newcomer, withAddresses } from './demo-accounts';

const addresses = { simulatorUrl: 'http://127.0.0.1:20001', gatewayUrl: 'http://127.0.0.1:20002' };

test('the demo account is one that the services accept', () => {
  const account = accountSchema.parse(withAddresses(newAccount(), addresses));
  expect(account).toMatchObject({
    appId: 'wx7f3d2a9c5b1e8046',
    apiBaseUrl: 'http://127.0.0.1:20001',
    callbackUrl: 'http://127.0.0.1:20002/callbacks/wx7f3d2a9c5b1e8046',
  });
});

test('every installation has keys of its own, and they are whole AES-256 keys', () => {
  const [first, second] = [newAccount(), newAccount()];
  expect(first.encodingAesKey).not.toBe(second.encodingAesKey);
  expect(first.secret).not.toBe(second.secret);
  for (const { encodingAesKey } of [first, second]) {
    const bytes = Buffer.from(`${encodingAesKey}=`, 'base64');
    expect(bytes).toHaveLength(32);
    // No bits are lost: a strict decoder reads the same key.
    expect(bytes.toString('base64')).toBe(`${encodingAesKey}=`);
  }
});

test('a newcomer is one that the services accept, and another each time', () => {
  const [one, other] = [newcomer(), newcomer()];
  expect(accountSchema.parse(withAddresses(one, addresses))).toMatchObject({ appId: one.appId });
  expect(one.appId).not.toBe(other.appId);
});

test('a restart on other ports keeps the secrets', () => {
  const before = withAddresses(newAccount(), addresses);
  const after = withAddresses(before, { ...addresses, gatewayUrl: 'http://127.0.0.1:20003' });
  expect({ ...after, callbackUrl: before.callbackUrl }).toEqual(before);
});
