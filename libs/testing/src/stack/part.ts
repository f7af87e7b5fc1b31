import type { GuardedProcess } from '../processes/guarded-process';
import type { ProcessGuard } from '../processes/process-guard';
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
  readonly progress: Progress;
  /** Told about every process, before it is ready. */
  started(process: GuardedProcess): void;
}

/** A part that answers. */
export interface RunningPart {
  readonly url: string;
  /** Left out when the environment named the part and it is not ours to stop. */
  readonly process?: GuardedProcess;
}
