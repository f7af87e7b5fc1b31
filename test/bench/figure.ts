import type { Commands, Program } from './measuring/program';
import type { Timing } from './measuring/timing';

/** What a figure is measured with. Everything it starts is ended after it. */
export interface Bench {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly timing: Timing;
  /** A folder of the figure's own. */
  readonly dir: string;
  readonly progress: (line: string) => void;
  /** Starts a program of this folder in a process of its own, such as `measuring/push-load`. */
  start<C extends Commands>(program: string): Program<C>;
  /** Address of an empty database. */
  createDatabase(): Promise<string>;
  /** Is called after the figure, the last one first. */
  afterwards(work: () => Promise<unknown>): void;
}

export interface Quantity {
  readonly value: number;
  /** Such as `/s`, `ms`, `MB`. */
  readonly unit: string;
}

/** What has to hold beside the figure itself, such as no order violation. */
export interface Condition {
  readonly what: string;
  readonly met: boolean;
}

/** One line of the result. */
export interface Line {
  readonly what: string;
  readonly ours: Quantity;
  /** What `ours` is compared with, measured in the same run. */
  readonly baseline?: Quantity & { readonly name: string };
  /** What is judged: a quotient, a share, or a time. */
  readonly figure: Quantity;
  /** What must be reached, and what we aim for; a line without them informs. */
  readonly gate?: number;
  readonly aim?: number;
  readonly better?: 'higher' | 'lower';
  readonly conditions?: readonly Condition[];
  readonly note?: string;
  /** Every value that was measured. */
  readonly samples?: Readonly<Record<string, readonly number[]>>;
}

export interface Figure {
  /** As it is called in the table, such as `G1`. */
  readonly id: string;
  readonly title: string;
  /** About how long it takes, in seconds. */
  readonly seconds: number;
  /** It mostly waits, and is measured beside its neighbours in the order that do so too. */
  readonly waits?: true;
  run(bench: Bench): Promise<readonly Line[]>;
}
