import type { SimulatorControl } from '../../support/simulator-control';
import type { ToldEvent } from '../judging/told';

/** An event of the merchant's, as his shop has it. */
export interface MerchantEvent {
  /** Without `merchant.` and `.v1`, such as `product.upserted`. */
  readonly name: string;
  readonly subject: string;
  readonly data: object;
  /** The same id again is the same event; a new one when left out. */
  readonly id?: string;
}

/** What a story can do and see. One mini program's. */
export interface Stage {
  readonly appId: string;
  /** Resolves when Kafka has taken it; tries as long as it takes. */
  publish(event: MerchantEvent): Promise<void>;
  /** WeChat, in whose place a story may act: a buyer who pays, a reviewer. */
  readonly wechat: SimulatorControl;
  /** What Tongbu has told about an entity of the load so far, repetitions included. */
  told(id: string): readonly ToldEvent[];
  /** Asks a service over HTTP, as the merchant's shop does: tries again until it is answered below 500. */
  request(service: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Response>;
}

export interface Step {
  /** Before it. */
  readonly pauseMs: number;
  play(stage: Stage): Promise<void>;
}

/** What happens to one entity, from beginning to end. Its steps are played one after the other. */
export interface Story {
  readonly id: string;
  readonly steps: readonly Step[];
}
