import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GuardedProcess } from '../processes/guarded-process';
import { ProcessGuard } from '../processes/process-guard';
import { DirectoryClaim } from './directory-claim';
import { startKafka } from './kafka';
import type { PartContext, Progress, RunningPart } from './part';
import type { PartProcess } from './part-process';
import { Ports } from './ports';
import { startPostgres } from './postgres';
import { ensurePrograms } from './prerequisites';
import { startRedis } from './redis';

export interface StackOptions {
  /** Where data and logs are kept; a temporary directory that is removed at the end when left out. */
  readonly dir?: string;
  /** Writes throw-away data as carefully as kept ones, for tests that kill parts. */
  readonly durable?: boolean;
  /** What is used instead of being started, by the variable that names it; this process's environment when left out. */
  readonly given?: Readonly<Record<string, string | undefined>>;
  readonly progress?: Progress;
  /** Called once the directory is ours alone, before anything starts. */
  readonly claimed?: () => void;
}

/** Real Postgres, Redis and Kafka, all of them answering. */
export interface Stack {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** host:port of each broker. */
  readonly kafkaBrokers: readonly string[];
  readonly dir: string;
  /** Log files, one per process. */
  readonly logs: string;
  /** The servers that were started here. */
  readonly parts: Readonly<Partial<Record<'postgres' | 'redis' | 'kafka', PartProcess>>>;
  /** For starting further processes that must end with this one. */
  readonly guard: ProcessGuard;
  readonly ports: Ports;
  /** Lets a later start on the same directory end this process, should everything here be killed. */
  record(pid: number): void;
  /** Resolves with a sentence when a part ends by itself. */
  readonly broken: Promise<string>;
  /** Stops what it started, and removes temporary data. */
  stop(): Promise<void>;
}

/**
 * Starts what `DATABASE_URL`, `REDIS_URL` and `KAFKA_BROKERS` do not name, in parallel, and waits until all of it
 * answers. Everything ends with this process, also when it crashes or is killed.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { dir, durable = dir !== undefined, given = process.env, progress = () => undefined } = options;
  const directory = dir === undefined ? temporaryDirectory() : resolve(dir);
  const claim = await DirectoryClaim.take(directory);
  options.claimed?.();
  const guard = ProcessGuard.start();
  if (guard.pid !== undefined) claim.record(guard.pid);
  if (dir === undefined) guard.removeAtEnd(directory);
  const logs = join(directory, 'logs');
  // Each start begins new logs, so that what is quoted from them is about this start.
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const ports = new Ports(dir === undefined ? undefined : join(directory, 'ports.json'));

  const processes: GuardedProcess[] = [];
  let stopping = false;
  let reportBroken: (sentence: string) => void = () => undefined;
  const broken = new Promise<string>((report) => (reportBroken = report));
  const report = (process: GuardedProcess) => {
    if (!stopping)
      reportBroken(`${process.name} has ended by itself. The end of its log:\n${process.logTail()}`);
  };
  const context: PartContext = {
    guard,
    ports,
    dir: directory,
    logs,
    keep: durable,
    given,
    progress,
    started: (process) => {
      processes.push(process);
      claim.record(process.pid);
    },
    ended: report,
  };
  const stop = async () => {
    stopping = true;
    await Promise.all(processes.map((process) => process.stop()));
    await guard.close();
    claim.release();
    if (dir === undefined) rmSync(directory, { recursive: true, force: true });
  };
  try {
    await ensurePrograms(progress, given);
    const [postgres, redis, kafka] = await Promise.all([
      timed('Postgres', progress, () => startPostgres(context)),
      timed('Redis', progress, () => startRedis(context)),
      timed('Kafka', progress, () => startKafka(context)),
    ]);
    return {
      broken,
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      kafkaBrokers: kafka.url.split(',').map((broker) => broker.trim()),
      dir: directory,
      logs,
      parts: { postgres: postgres.process, redis: redis.process, kafka: kafka.process },
      guard,
      ports,
      record: (pid) => claim.record(pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function timed(
  name: string,
  progress: Progress,
  start: () => Promise<RunningPart>,
): Promise<RunningPart> {
  const startedAt = performance.now();
  const part = await start();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  progress(
    part.process === undefined ? `${name} answers (from the environment)` : `${name} is ready (${seconds} s)`,
  );
  return part;
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tongbu-'));
  // The account that Postgres runs as must be able to pass through.
  chmodSync(directory, 0o711);
  return directory;
}
