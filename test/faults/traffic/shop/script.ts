import { eventually } from '@tongbu/testing';
import type { Random } from '../../../../apps/wechat-simulator/src/time/random';
import type { MerchantEvent, Stage, Step } from '../../play/story';
import { factOf } from './facts';

/** Before each step. */
const LONGEST_PAUSE_MS = 600;
/** Before the first. */
const LONGEST_DELAY_MS = 4_000;
/** Shops publish some events twice. */
const REPEATED = 0.15;
/** Beyond the longest fault with the time that it takes to come right. */
const PATIENCE_MS = 240_000;
const LOOK_MS = 150;

type Now<T> = T | ((stage: Stage) => T | Promise<T>);

/** One buyer's way through the shop as it is being written: step by step, with what must be told on the way. */
export class Script {
  readonly steps: Step[] = [];
  /** In the order in which each service must tell them. */
  readonly told: string[] = [];
  /** Besides, by whoever looks at the right moment. */
  readonly mayBeTold: string[] = [];
  private events = 0;

  constructor(
    readonly id: string,
    readonly random: Random,
  ) {}

  /** The shop publishes an event, about its order unless `subject` names something else. */
  publish(name: string, data: Now<object> = {}, subject: Now<string> = this.id): this {
    this.events += 1;
    const id = `${this.id}-${this.events}`;
    let event: MerchantEvent | undefined;
    const play = async (stage: Stage) => {
      event ??= { name, id, subject: await now(subject, stage), data: await now(data, stage) };
      await stage.publish(event);
    };
    this.step(play);
    if (this.random.next() < REPEATED) this.step(play);
    return this;
  }

  /** The buyer, or WeChat, does something inside WeChat, such as `orders/O-1/pay`. */
  act(path: Now<string>, body: object = {}): this {
    return this.step(async (stage) => {
      await stage.wechat.control('POST', await now(path, stage), body);
    });
  }

  /** Goes on once these facts have been told. */
  hear(...facts: readonly string[]): this {
    this.tell(...facts);
    return this.step(async (stage) => {
      for (const fact of facts) await hearing(stage, this.id, fact);
    });
  }

  /** These must be told as well, and nobody waits for them. */
  tell(...facts: readonly string[]): this {
    this.told.push(...facts);
    return this;
  }

  mayTell(...facts: readonly string[]): this {
    this.mayBeTold.push(...facts);
    return this;
  }

  step(play: Step['play']): this {
    const longest = this.steps.length === 0 ? LONGEST_DELAY_MS : LONGEST_PAUSE_MS;
    this.steps.push({ pauseMs: this.random.between(0, longest), play });
    return this;
  }
}

/** Resolves when the fact has been told about the entity. */
export async function hearing(stage: Stage, about: string, fact: string): Promise<void> {
  const isTold = async () => stage.told(about).some((event) => factOf(event) === fact);
  await eventually(isTold, { timeoutMs: PATIENCE_MS, intervalMs: LOOK_MS }).catch((error: unknown) => {
    throw new Error(`${fact} was not told about ${about}, and the story cannot go on`, { cause: error });
  });
}

async function now<T>(value: Now<T>, stage: Stage): Promise<T> {
  return typeof value === 'function' ? (value as (stage: Stage) => T | Promise<T>)(stage) : value;
}
