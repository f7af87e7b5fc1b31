import type { Random } from '../../apps/wechat-simulator/src/time/random';
import type { SimulatorControl } from '../support/simulator-control';
import type { Field } from './field/field';
import type { Finding } from './judging/finding';
import type { Load } from './play/load';
import type { Stage } from './play/story';

/** Where a fault strikes. */
export interface Scene {
  readonly field: Field;
  /** The mini program whose load is being played. */
  readonly appId: string;
  readonly wechat: SimulatorControl;
  readonly stage: Stage;
  readonly load: Load;
  /** The fault's own; the same for the same seed. */
  readonly random: Random;
}

/** One thing that goes wrong. */
export interface Fault {
  /** Such as `redis-emptied`. */
  readonly name: string;
  /** What happens, in one line. */
  readonly summary: string;
  /** `everybody`: nothing else is played meanwhile. `mini-program`: it harms its own one only. */
  readonly harms: 'everybody' | 'mini-program';
  /** How many replicas of each service there are when it begins; 1 when left out. For those that harm everybody. */
  readonly replicas?: number;
  /** Before the load is played. */
  prepare?(scene: Scene): Promise<void>;
  /**
   * Strikes while the load is played. Everything works again when it is done. Answers how often it struck; or, when it
   * goes on until everything has come right all the same, what ends it and answers that.
   */
  strike(scene: Scene): Promise<number | (() => Promise<number>)>;
  /** What else is wrong once everything else has come right. */
  check?(scene: Scene): Promise<Finding[]>;
  /** What else is wrong at the very end, when all others are over. */
  checkAtEnd?(scene: Scene): Promise<Finding[]>;
  /** A table of its own, for people. */
  details?(): string;
  /** Dead letters that it causes, by their keys; any other is a lost event. */
  deadLetters?(scene: Scene): readonly string[];
  /** How long it may take until all is right again, in ms; 60 s when left out. */
  readonly limitMs?: number;
}
