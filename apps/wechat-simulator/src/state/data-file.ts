import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError, messageOf } from '@tongbu/platform';
import { stateSchema, type KeptState } from './state-schema';

/** The file the simulator's memory is kept in, from one run to the next. */
export class DataFile {
  constructor(readonly path: string) {}

  /** What an earlier run left; nothing when there was none. A file that cannot be understood is never passed over. */
  read(): KeptState | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw this.problem('is not valid JSON', error);
    }
    const parsed = stateSchema.safeParse(json);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw this.problem(
      `does not hold a state of the simulator (${issue?.path.join('.')}: ${issue?.message})`,
    );
  }

  /** Replaces the file as a whole: a run that ends in the middle leaves the old one. */
  async write(pieces: Iterable<string>): Promise<void> {
    const temporary = `${this.path}.tmp`;
    await writeFile(temporary, pieces);
    await rename(temporary, this.path);
  }

  private text(): string | undefined {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
        return undefined;
      throw this.problem(`cannot be read (${messageOf(error)})`, error);
    }
  }

  private problem(what: string, cause?: unknown): CodedError {
    const advice = 'repair it, or delete it to start with nothing';
    const message = `SIMULATOR_DATA_FILE: ${this.path} ${what}; ${advice}.`;
    return new CodedError('data-file-invalid', message, false, { cause });
  }
}
