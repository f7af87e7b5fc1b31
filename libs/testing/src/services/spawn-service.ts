import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '@tongbu/platform';
import type { ExitStatus, GuardedProcess } from '../processes/guarded-process';
import { ProcessGuard } from '../processes/process-guard';
import { projectRoot } from '../processes/project-root';
import { waitUntilHealthy } from '../stack/health';
import { Ports } from '../stack/ports';

const ports = new Ports();

export interface SpawnServiceOptions {
  /** Folder below apps/, such as `catalog-sync`. It runs from dist/. */
  readonly app: string;
  /** Added to PATH and the health port; nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that Node loads before the service. */
  readonly preload?: readonly string[];
  /** 60 000 ms when left out. */
  readonly timeoutMs?: number;
}

/** A built service in a process of its own, ready for work. */
export interface SpawnedService {
  readonly pid: number;
  /** Of its health, metrics and admin endpoints. */
  readonly url: string;
  readonly process: GuardedProcess;
  log(): string;
  /** SIGTERM, then waits. */
  stop(): Promise<ExitStatus>;
  /** kill -9, then waits. */
  kill(): Promise<ExitStatus>;
}

/** Starts `dist/apps/<app>/src/main.js` and waits until `/health/ready` answers 200. It ends with this process. */
export async function spawnService({
  app,
  env,
  preload = [],
  timeoutMs = 60_000,
}: SpawnServiceOptions): Promise<SpawnedService> {
  const guard = ProcessGuard.start();
  const directory = mkdtempSync(join(tmpdir(), `tongbu-${app}-`));
  guard.removeAtEnd(directory);
  const port = env['HTTP_PORT'] ?? String(await ports.take(app));
  const url = `http://127.0.0.1:${port}`;
  const child = await guard.spawn({
    name: app,
    command: process.execPath,
    args: [
      '--enable-source-maps',
      ...preload.flatMap((file) => ['--require', file]),
      join(projectRoot(), 'dist/apps', app, 'src/main.js'),
    ],
    log: join(directory, 'log'),
    env: { PATH: process.env['PATH'], HTTP_HOST: '127.0.0.1', HTTP_PORT: port, LOG_LEVEL: 'info', ...env },
    stopTimeoutMs: 30_000,
  });
  let lastLog = '';
  const end = async (): Promise<ExitStatus> => {
    const status = await child.exit;
    lastLog = child.logTail(Number.POSITIVE_INFINITY);
    await guard.close();
    return status;
  };
  try {
    await waitUntilHealthy(child, () => ready(url), timeoutMs);
  } catch (error) {
    await child.stop();
    await end();
    throw new Error(messageOf(error), { cause: error });
  }
  return {
    pid: child.pid,
    url,
    process: child,
    log: () => lastLog || child.logTail(Number.POSITIVE_INFINITY),
    stop: () => child.stop().then(end),
    kill: () => {
      child.signalGroup('SIGKILL');
      return end();
    },
  };
}

async function ready(url: string): Promise<void> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok)
    throw new Error(`/health/ready answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
}
