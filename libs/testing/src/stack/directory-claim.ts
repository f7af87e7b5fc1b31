import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@tongbu/platform';

/** A process, told apart from a later one with the same number by when it started. */
interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

interface Claim {
  readonly owner: ProcessIdentity;
  /** The watchdog and what it started. */
  readonly helpers: readonly ProcessIdentity[];
}

const HANDOVER_MS = 20_000;

/**
 * Makes one process at a time the owner of a data directory. A claim whose owner is dead is taken over: its helpers get
 * time to end by themselves, as they do after a `kill -9` of their owner, and are killed if they do not.
 */
export class DirectoryClaim {
  private helpers: ProcessIdentity[] = [];

  private constructor(
    private readonly file: string,
    private readonly owner: ProcessIdentity,
  ) {}

  static async take(directory: string): Promise<DirectoryClaim> {
    mkdirSync(directory, { recursive: true });
    const file = join(directory, 'running.json');
    const before = readClaim(file);
    if (before !== undefined) {
      if (isAlive(before.owner) && before.owner.pid !== process.pid) {
        throw new CodedError(
          'already-running',
          `Tongbu already runs on ${directory} (process ${before.owner.pid}); stop that one first, with Ctrl-C or kill ${before.owner.pid}.`,
          false,
        );
      }
      await endHelpers(before.helpers);
      rmSync(file, { force: true });
    }
    const claim = new DirectoryClaim(file, identify(process.pid));
    claim.create(directory);
    return claim;
  }

  record(pid: number): void {
    this.helpers = [...this.helpers.filter(isAlive), identify(pid)];
    const partial = `${this.file}.new`;
    writeFileSync(partial, this.content());
    renameSync(partial, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private create(directory: string): void {
    try {
      writeFileSync(this.file, this.content(), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new CodedError(
        'already-running',
        `Tongbu is being started on ${directory} by another process.`,
        false,
      );
    }
  }

  private content(): string {
    const claim: Claim = { owner: this.owner, helpers: this.helpers };
    return `${JSON.stringify(claim)}\n`;
  }
}

async function endHelpers(helpers: readonly ProcessIdentity[]): Promise<void> {
  const deadline = performance.now() + HANDOVER_MS;
  while (helpers.some(isAlive)) {
    if (performance.now() > deadline) {
      for (const helper of helpers.filter(isAlive)) process.kill(helper.pid, 'SIGKILL');
    }
    await sleep(50);
  }
}

function readClaim(file: string): Claim | undefined {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<Claim>;
    return content.owner === undefined ? undefined : { owner: content.owner, helpers: content.helpers ?? [] };
  } catch {
    return undefined;
  }
}

function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startTime(pid) ?? '' };
}

function isAlive(identity: ProcessIdentity): boolean {
  return startTime(identity.pid) === identity.startedAt;
}

/** When a process started, in a form that is only compared; undefined when it does not exist or is a zombie. */
function startTime(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform !== 'linux') return '';
  try {
    // The program's name, in parentheses, may contain anything; state and start time are fields 3 and 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : (fields[19] ?? '');
  } catch {
    return undefined;
  }
}
