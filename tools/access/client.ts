import { CodedError } from '@tongbu/platform';
import type { ShownTrial } from './follow-trial';
import type { ShownMerchantNumber } from './render-merchant-number';
import type { ShownSteps } from './render-steps';

/** The admin API of access-sync, for one mini program. */
export class AccessClient {
  constructor(
    private readonly address: { readonly url: string; readonly key: string; readonly app: string },
  ) {}

  async steps(): Promise<ShownSteps> {
    return (await this.send('GET', 'steps')) as ShownSteps;
  }

  async trial(): Promise<ShownTrial> {
    return (await this.send('GET', 'trial')) as ShownTrial;
  }

  async merchantNumber(): Promise<ShownMerchantNumber> {
    return (await this.send('GET', 'merchant-number-application')) as ShownMerchantNumber;
  }

  /** Answers whether the document is newer than the one that is there. */
  async applyForMerchantNumber(document: object): Promise<boolean> {
    const answer = await this.send('POST', 'merchant-number-application', document);
    return (answer as { readonly taken: 'new' | 'older' }).taken === 'new';
  }

  post(path: string, body: object): Promise<unknown> {
    return this.send('POST', path, body);
  }

  private async send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const { url, key, app } = this.address;
    const answer = await fetch(`${url}/v1/apps/${app}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new CodedError('not-done', `access-sync answered ${answer.status}: ${text}`, false);
    return JSON.parse(text) as unknown;
  }
}
