import type { GuardedProcess } from '../processes/guarded-process';
import type { ProcessGuard } from '../processes/process-guard';
import type { PartProcess } from './part-process';
import type { Ports } from './ports';

export type Progress = (line: string) => void;

/** What a part of the stack is started with. */
export interface PartContext {
  readonly guard: ProcessGuard;
  readonly ports: Ports;
  /** Absolute path; each part owns one folder in it. */
  readonly dir: string;
  readonly logs: string;
  /** Data that is thrown away needs no fsync. */
  readonly keep: boolean;
  /** Parts that run already and are only used, by the variable that names them. */
  readonly given: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  /** Told about every process, before it is ready. */
  started(process: GuardedProcess): void;
  /** Told about one that was ready and ended without being asked. */
  ended(process: GuardedProcess): void;
}

/** A part that answers. */
export interface RunningPart {
  readonly url: string;
  /** Left out when the environment named the part and it is not ours to stop. */
  readonly process?: PartProcess;
}
