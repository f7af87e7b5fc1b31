import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { CodedError, messageOf } from '@tongbu/platform';
import { kafkaIsCached } from './kafka-jars';
import type { Progress } from './part';

const run = promisify(execFile);

interface Program {
  readonly name: string;
  readonly debianPackage: string;
  /** The environment variable that makes it unnecessary. */
  readonly variable: string;
  readonly present: () => boolean;
}

const OLDEST_JAVA = 17;

const PROGRAMS: readonly Program[] = [
  {
    name: 'redis-server',
    debianPackage: 'redis-server',
    variable: 'REDIS_URL',
    present: () => spawnSync('redis-server', ['--version']).status === 0,
  },
  {
    name: `Java ${OLDEST_JAVA} or newer`,
    debianPackage: 'default-jre-headless',
    variable: 'KAFKA_BROKERS',
    present: () => javaVersion() >= OLDEST_JAVA,
  },
  {
    name: 'Maven',
    debianPackage: 'maven',
    variable: 'KAFKA_BROKERS',
    present: () => kafkaIsCached() || spawnSync('mvn', ['--version']).status === 0,
  },
];

/** Makes sure that the programs exist which the stack starts: installs them when root on Debian or Ubuntu, else says what to do. */
export async function ensurePrograms(
  progress: Progress,
  given: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const missing = PROGRAMS.filter((program) => !given[program.variable] && !program.present());
  if (missing.length === 0) return;
  const names = missing.map((program) => program.name).join(', ');
  const variables = [...new Set(missing.map((program) => program.variable))].join(' and ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new CodedError(
      'program-missing',
      `${names} missing: install it and start again, or set ${variables} to what already runs.`,
      false,
    );
  }
  const packages = missing.map((program) => program.debianPackage);
  await installPackages(packages, progress);
  const still = missing.filter((program) => !program.present());
  if (still.length > 0) {
    throw new CodedError(
      'program-missing',
      `apt-get installed ${packages.join(', ')}, but ${still.map((program) => program.name).join(', ')} is still missing; install it by hand or set ${variables}.`,
      false,
    );
  }
}

async function installPackages(packages: readonly string[], progress: Progress): Promise<void> {
  const startedAt = performance.now();
  const report = () =>
    progress(
      `installing ${packages.join(', ')} with apt-get: ${Math.round((performance.now() - startedAt) / 1000)} s`,
    );
  report();
  const ticker = setInterval(report, 5_000);
  const options = {
    // A package must not start a server of its own: the stack starts what it needs on free ports.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    maxBuffer: 64 << 20,
  };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } catch (error) {
    throw new CodedError(
      'install-failed',
      `apt-get could not install ${packages.join(', ')}: ${messageOf(error)}`,
      true,
    );
  } finally {
    clearInterval(ticker);
  }
}

/** Major version of the `java` in the path; 0 when there is none. */
function javaVersion(): number {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (status !== 0) return 0;
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  return Number(first === '1' ? second : first) || 0;
}
