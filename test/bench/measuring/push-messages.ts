import { randomBytes } from 'node:crypto';
import { encryptPush, signPush, type Account } from '@tongbu/wechat';

let written = 0;

/** A callback of about 1 KB that nobody has sent before, as the bytes of an HTTP request. */
export function pushRequest(account: Pick<Account, 'appId' | 'token' | 'encodingAesKey'>): Buffer {
  const { appId, token, encodingAesKey } = account;
  const encrypt = encryptPush({ appId, encodingAesKey, message: productAudit() });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(written);
  const query = new URLSearchParams({
    signature: signPush([token, timestamp, nonce]),
    timestamp,
    nonce,
    openid: 'oBENCH-OPENID',
    encrypt_type: 'aes',
    msg_signature: signPush([token, timestamp, nonce, encrypt]),
  });
  const body = JSON.stringify({ ToUserName: 'gh_7b1d0e93c4aa', Encrypt: encrypt });
  return Buffer.from(
    `POST /callbacks/${appId}?${query.toString()} HTTP/1.1\r\nHost: bench\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** WeChat's verdict on a product. No two are alike, or they would be taken for repetitions. */
function productAudit(): string {
  written += 1;
  return JSON.stringify({
    ToUserName: 'gh_7b1d0e93c4aa',
    FromUserName: 'oBENCH-OPENID',
    CreateTime: 1_700_000_000 + written,
    MsgType: 'event',
    Event: 'open_product_spu_audit',
    OpenProductSpuAudit: {
      out_product_id: `BENCH-${written}`,
      product_id: 324545,
      reject_reason: '商品主图含有其他平台的水印，请更换后重新提交审核。',
      audit_id: `${process.pid}-${written}-${randomBytes(6).toString('hex')}`,
      status: 3,
    },
  });
}
