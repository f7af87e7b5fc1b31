import { messageOf, type Clock } from '@tongbu/platform';
import { signPush } from '@tongbu/wechat';
import type { Account } from '../accounts/account';
import type { Random } from '../time/random';
import type { Deliver } from './http-delivery';

/** Asks a callback URL to prove that it knows the account's token, as WeChat's console does before it saves one. */
export class UrlVerification {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly deliver: Deliver,
  ) {}

  /** What is wrong with the receiver, for people; nothing when it echoed. */
  async faultOf(account: Account, callbackUrl: string): Promise<string | undefined> {
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1_000));
    const nonce = String(this.random.between(100_000_000, 2_147_483_647));
    const echostr = String(this.random.between(1_000_000_000, 9_007_199_254_740_991));
    const url = new URL(callbackUrl);
    url.searchParams.set('signature', signPush([account.token, timestamp, nonce]));
    url.searchParams.set('echostr', echostr);
    url.searchParams.set('timestamp', timestamp);
    url.searchParams.set('nonce', nonce);
    try {
      const delivery = { method: 'GET', url: url.href, body: '', contentType: '' } as const;
      const { status, body } = await this.deliver(delivery, account.simulator.callbackTimeoutMs);
      if (status !== 200) return `GET with echostr was answered with HTTP ${status}`;
      return body === echostr ? undefined : 'GET with echostr was not answered with the bare echostr';
    } catch (error) {
      return `GET with echostr was not answered: ${reasonOf(error)}`;
    }
  }
}

/** A failed fetch says why in its cause only. */
function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
