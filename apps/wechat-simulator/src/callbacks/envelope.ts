import { encryptPush, signPush } from '@tongbu/wechat';
import type { Account } from '../accounts/account';
import type { FieldGroup } from './events';
import { print, type Message } from './message';

export interface Delivery {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
}

/** One try of a push: signed anew, and in the modes that ask for it encrypted anew. */
export function deliveryOf(
  message: Message,
  account: Account,
  callbackUrl: string,
  stamp: { readonly timestamp: string; readonly nonce: string },
): Delivery {
  const { token, encodingAesKey, appId, format, mode } = account;
  const { timestamp, nonce } = stamp;
  const url = new URL(callbackUrl);
  const contentType = format === 'json' ? 'application/json' : 'text/xml';
  url.searchParams.set('signature', signPush([token, timestamp, nonce]));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  url.searchParams.set('openid', message.FromUserName);
  if (mode === 'plaintext')
    return { method: 'POST', url: url.href, body: print(message, format), contentType };

  const encrypt = encryptPush({ encodingAesKey, appId, message: print(message, format) });
  url.searchParams.set('encrypt_type', 'aes');
  url.searchParams.set('msg_signature', signPush([token, timestamp, nonce, encrypt]));
  const envelope: FieldGroup = { ToUserName: account.originalId, Encrypt: encrypt };
  return {
    method: 'POST',
    url: url.href,
    body: print(mode === 'compatible' ? { ...message, ...envelope } : envelope, format),
    contentType,
  };
}
