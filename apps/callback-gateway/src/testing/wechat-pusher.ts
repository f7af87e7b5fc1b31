import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

/** How one mini program's push is set up in WeChat's console. */
export interface PushSetting {
  readonly appId: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly mode: 'plaintext' | 'compatible' | 'security';
}

export interface PushAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Signature over the parts. WeChat documentation: sorted, joined, SHA-1 in hex. */
export const sign = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

/** WeChat's plaintext before encryption: 16 random bytes, big-endian length, message, appId. Unpadded. */
export function frame(message: string | Buffer, appId: string, length?: number): Buffer {
  const text = Buffer.from(message as string);
  const size = Buffer.from([0, 0, 0, 0]);
  size.writeUInt32BE(length ?? text.length);
  return Buffer.concat([randomBytes(16), size, text, Buffer.from(appId)]);
}

/** AES-256-CBC over the frame, padded by PKCS#7 to 32 bytes; `pad` overwrites the last byte. */
export function encrypt(plain: Buffer, encodingAesKey: string, pad?: number): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const missing = 32 - (plain.length % 32);
  const padded = Buffer.concat([plain, Buffer.alloc(missing, missing)]);
  if (pad !== undefined) padded[padded.length - 1] = pad;
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

export const newNonce = () => String(randomBytes(4).readUInt32BE());

/**
 * WeChat's side of the message push, written from its documentation with nothing of the project's, so that the two can
 * disagree.
 */
export class WechatPusher {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(readonly setting: PushSetting) {}

  /** Query and body of a delivery, under a fresh nonce and ciphertext as in every retry. */
  delivery(message: string): { readonly query: Record<string, string>; readonly body: string } {
    const { appId, token, encodingAesKey, mode } = this.setting;
    if (mode === 'plaintext') return { query: this.query(token), body: message };
    const sealed = encrypt(frame(message, appId), encodingAesKey);
    return this.envelope(sealed, message.startsWith('<') ? 'xml' : 'json', message);
  }

  /** A delivery of any ciphertext, rightly signed. */
  envelope(sealed: string, format: 'json' | 'xml', message = '') {
    const { token, mode } = this.setting;
    const query = this.query(token);
    const beside = mode === 'compatible' ? message : '';
    const body =
      format === 'xml'
        ? `<xml>${beside.slice(5, -6) || '<ToUserName><![CDATA[gh_x]]></ToUserName>'}<Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`
        : `${beside.slice(0, -1) || '{"ToUserName":"gh_x"'},"Encrypt":"${sealed}"}`;
    const signature = sign(token, query.timestamp, query.nonce, sealed);
    return { query: { ...query, encrypt_type: 'aes', msg_signature: signature }, body };
  }

  query(token: string) {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), newNonce()];
    return { signature: sign(token, timestamp, nonce), timestamp, nonce, openid: 'oPUSHER-OPENID-1' };
  }

  push(gateway: string, message: string): Promise<PushAnswer> {
    const { query, body } = this.delivery(message);
    return this.send(gateway, { query, body });
  }

  send(
    gateway: string,
    given: {
      readonly method?: string;
      readonly query: Query;
      readonly body?: string | Buffer;
      readonly path?: string;
      readonly headers?: Record<string, string>;
    },
  ): Promise<PushAnswer> {
    const { method = 'POST', query, body, path = `/callbacks/${this.setting.appId}`, headers } = given;
    const startedAt = performance.now();
    const pairs = Object.entries(query).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, value] as [string, string]),
    );
    const url = `${gateway}${path}?${new URLSearchParams(pairs).toString()}`;
    return new Promise((resolve, reject) => {
      const call = request(url, { method, agent: this.agent, headers }, (answer) => {
        const ms = performance.now() - startedAt;
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers, ms });
        });
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
