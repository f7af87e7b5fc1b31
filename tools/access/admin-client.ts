import { CodedError } from '@tongbu/platform';
import type { ShownTrial } from './follow-trial';
import type { ShownMerchantNumber } from './render-merchant-number';
import type { ShownSteps } from './render-steps';

const DAY = 86_400_000;

export interface ServiceAddress {
  /** Such as `access-sync`. */
  readonly service: string;
  readonly url: string;
  readonly key: string;
  /** The mini program. */
  readonly app: string;
}

/** The admin API of a service, for one mini program. */
export class AdminClient {
  constructor(private readonly address: ServiceAddress) {}

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

  /** The CSV of what was paid on these days of China, both included, as it comes. Rejects when it breaks off. */
  async *commissions(from: string, to: string): AsyncGenerator<Uint8Array> {
    const start = new Date(`${from}T00:00:00+08:00`);
    const end = new Date(Date.parse(`${to}T00:00:00+08:00`) + DAY);
    const period = new URLSearchParams({ from: start.toISOString(), to: end.toISOString() });
    yield* this.stream(`commissions.csv?${period.toString()}`);
  }

  /** What catalog-sync knows to be wanted, an event a line, as it comes. Rejects when it breaks off. */
  catalogue(): AsyncGenerator<Uint8Array> {
    return this.stream('catalogue.ndjson');
  }

  post(path: string, body: object): Promise<unknown> {
    return this.send('POST', path, body);
  }

  private async *stream(path: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.ask('GET', path);
    if (body !== null) yield* body;
  }

  private async send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    return (await this.ask(method, path, body)).json();
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
    const { service, url, key, app } = this.address;
    const answer = await fetch(`${url}/v1/apps/${app}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new CodedError('not-done', `${service} answered ${answer.status}: ${await answer.text()}`, false);
  }
}
