import { encrypt, frame, WechatPusher } from '../../../../apps/callback-gateway/src/testing/wechat-pusher';
import { rawConnection } from '../../../../apps/callback-gateway/src/testing/raw-connection';
import { writeMessage } from '../../../../apps/callback-gateway/src/testing/wechat-messages';
import type { TestAccount } from '../../../support/test-account';

/** One kind of request that the gateway must not take. */
export interface Attack {
  readonly name: string;
  /** The HTTP status each must be answered with. */
  readonly expected: number;
  readonly tries: number;
  /** Resolves with the status it was answered with, 0 for none. */
  send(): Promise<number>;
}

type Delivery = Parameters<WechatPusher['send']>[1];

const TRIES = 40;
const HUGE = Buffer.alloc(10 * 1024 * 1024, 'a');
const BOMB = `<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 8 },
  (_, level) => `<!ENTITY ${'bcdefghi'[level]} "${`&${'abcdefgh'[level]};`.repeat(10)}">`,
).join('')}]>`;
/** Beyond the gateway's limit of 3 s for a whole request. */
const TRICKLE_MS = 4_500;

/** What somebody sends who knows the address, and partly the secrets. */
export class Attacks {
  private readonly pusher: WechatPusher;
  /** What a correct push of this mini program's looks like. It is told to nobody but the gateway. */
  readonly message = writeMessage(
    'open_product_order_pay',
    { order_info: { out_order_id: 'ATTACK-1' } },
    'json',
  );

  constructor(
    private readonly url: string,
    private readonly account: TestAccount,
  ) {
    this.pusher = new WechatPusher({ ...account, mode: 'security' });
  }

  /** A correct push of the message, as WeChat itself may repeat it. */
  async pushCorrectly(): Promise<number> {
    return (await this.pusher.push(this.url, this.message)).status;
  }

  all(): readonly Attack[] {
    const { appId } = this.account;
    const captured = this.pusher.delivery(this.message);
    const foreign = new WechatPusher({
      ...this.account,
      mode: 'security',
      token: 'a-token-of-somebody-else',
    });
    const sealed = (plain: Buffer, pad?: number): Delivery =>
      this.pusher.envelope(encrypt(plain, this.account.encodingAesKey, pad), 'json');
    const forged = (query: Record<string, string>): Delivery => {
      const delivery = this.pusher.delivery(this.message);
      return { ...delivery, query: { ...delivery.query, ...query } };
    };
    return [
      this.attack('forged signature', 403, () => forged({ msg_signature: '0'.repeat(40) })),
      this.attack('signed with a wrong token', 403, () => foreign.delivery(this.message)),
      this.attack('replayed under another nonce', 403, () => ({
        ...captured,
        query: { ...captured.query, nonce: '1' },
      })),
      this.attack('replayed to another mini program', 404, () => ({
        ...captured,
        path: '/callbacks/wx0000000000000000',
      })),
      this.attack('altered ciphertext', 403, () => ({ ...captured, body: altered(captured.body) })),
      this.attack('altered ciphertext, rightly signed', 403, () =>
        sealed(Buffer.from(this.message.slice(0, 64))),
      ),
      this.attack('bad padding', 403, () => sealed(frame(this.message, appId), 0)),
      this.attack('another appId inside', 403, () => sealed(frame(this.message, 'wx0000000000000000'))),
      this.attack('truncated envelope', 403, () => ({ ...captured, body: captured.body.slice(0, -20) })),
      this.attack('truncated message inside', 403, () => sealed(frame(this.message.slice(0, -9), appId))),
      this.attack('10 MB', 413, () => ({ ...captured, body: HUGE }), 10),
      this.attack('entity bomb', 403, () => ({
        ...captured,
        body: `${BOMB}<xml><Encrypt>&i;</Encrypt></xml>`,
      })),
      this.attack('entity bomb inside', 403, () =>
        sealed(frame(`${BOMB}<xml><CreateTime>1</CreateTime><Event>&i;</Event></xml>`, appId)),
      ),
      this.attack('invalid UTF-8', 403, () => ({
        ...captured,
        body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      })),
      this.attack('invalid UTF-8 inside', 403, () =>
        sealed(frame(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), appId)),
      ),
      this.attack('a form', 403, () => ({
        query: captured.query,
        body: new URLSearchParams({ Encrypt: 'AAAA' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })),
      this.slowLoris(),
    ];
  }

  close(): void {
    this.pusher.close();
  }

  private attack(name: string, expected: number, delivery: () => Delivery, tries = TRIES): Attack {
    return { name, expected, tries, send: async () => (await this.pusher.send(this.url, delivery())).status };
  }

  /** Many connections that send a byte now and then. */
  private slowLoris(): Attack {
    const head = `POST /callbacks/${this.account.appId}?nonce=1 HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000\r\n\r\n`;
    const send = async () => {
      const heard = await rawConnection(this.url, (write) => {
        write(head);
        const timer = setInterval(() => write('a'), 200);
        setTimeout(() => clearInterval(timer), TRICKLE_MS);
      });
      return Number(/^HTTP\/1\.1 (\d+) /.exec(heard)?.[1] ?? 0);
    };
    return { name: 'slow-loris', expected: 408, tries: 100, send };
  }
}

/** One character in the middle of the ciphertext is another. */
function altered(body: string): string {
  const at = body.indexOf('"Encrypt":"') + 40;
  return `${body.slice(0, at)}${body[at] === 'A' ? 'B' : 'A'}${body.slice(at + 1)}`;
}
