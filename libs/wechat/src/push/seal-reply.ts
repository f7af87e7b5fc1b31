import { stringifyJson } from '../json';
import { encryptPush, signPush } from './crypto';
import type { PushFormat } from './message-text';

export interface ReplyInput {
  readonly appId: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly format: PushFormat;
  /** The reply in its own format, before encryption. */
  readonly message: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly nonce: string;
  /** See {@link encryptPush}. */
  readonly random16?: Uint8Array;
}

/**
 * The encrypted envelope of a passive reply. Plain `success` needs none.
 * WeChat documentation: `MsgSignature` covers token, the reply's own TimeStamp and Nonce, and Encrypt.
 */
export function sealReply(input: ReplyInput): string {
  const { token, timestamp, nonce, format } = input;
  const encrypt = encryptPush(input);
  const signature = signPush([token, String(timestamp), nonce, encrypt]);
  if (format === 'json') {
    return stringifyJson({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce });
  }
  return (
    `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce.replaceAll(']]>', '')}]]></Nonce></xml>`
  );
}
