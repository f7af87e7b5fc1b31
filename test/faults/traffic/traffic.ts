import type { Random } from '../../../apps/wechat-simulator/src/time/random';
import type { SimulatorControl } from '../../support/simulator-control';
import type { Expectation, WechatEntity } from '../judging/compare-entity';
import type { Finding } from '../judging/finding';
import type { ToldEvent } from '../judging/told';
import type { Story } from '../play/story';

/** A service that a traffic needs, and the topics it consumes. */
export interface NeededService {
  readonly name: string;
  readonly topics: readonly string[];
}

/** A story with how it must come out. */
export interface Plot extends Story {
  readonly expected: Expectation;
}

/**
 * One kind of thing that is kept in step. It says what happens to such things, what the merchant may expect then, where
 * the simulator shows what WeChat has, and what must have been told.
 */
export interface Traffic {
  /** Such as `products`. */
  readonly name: string;
  readonly services: readonly NeededService[];
  /** Whose admin API shows one of them, and under which name. */
  readonly admin: { readonly service: string; readonly thing: string };
  /** Whatever is random in the plots comes from `random`, so that a seed gives the same ones again. */
  write(count: number, random: Random): Plot[];
  /** Every entity of this kind that WeChat has, by the merchant's id. */
  atWechat(wechat: SimulatorControl): Promise<ReadonlyMap<string, WechatEntity>>;
  /** What is wrong with what was told of one entity, given what WeChat has. */
  judgeTold(expected: Expectation, told: readonly ToldEvent[], found: WechatEntity | undefined): Finding[];
}
