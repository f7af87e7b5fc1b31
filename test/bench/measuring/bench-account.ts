import { randomBytes } from 'node:crypto';
import { accountSchema, type Account } from '@tongbu/wechat';

/** A mini program with secrets of its own. `given`: what it shall be beside them, in the form of the accounts file. */
export function benchAccount(given: object = {}): Account {
  return accountSchema.parse({
    appId: `wx${randomBytes(8).toString('hex')}`,
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(16).toString('hex'),
    encodingAesKey: `${randomBytes(21).toString('hex')}A`,
    apiKey: randomBytes(16).toString('hex'),
    ...given,
  });
}
