import { serviceConfig, type ServiceConfig } from '../config';
import { Database, schemaOf, type DatabaseOptions } from '../database';
import { CodedError } from '../errors';

/** All that `main.js migrate` needs to know. */
export const migrationConfig = serviceConfig.pick({ DATABASE_URL: true });

/** What the command line asks for: the service, or only its migrations. Refuses anything else. */
export function readCommand(argv: readonly string[]): 'run' | 'migrate' {
  const [command = 'run', ...rest] = argv.slice(2);
  if ((command === 'run' || command === 'migrate') && rest.length === 0) return command;
  throw new CodedError('command-unknown', 'expected no argument, or "migrate"', false);
}

/**
 * Brings the schema of a service up to date and ends. The
 * service does the same when it starts; replicas and jobs may do it at the same time.
 */
export async function migrateService(
  name: string,
  config: Pick<ServiceConfig, 'DATABASE_URL'>,
  migrations: DatabaseOptions['migrations'],
): Promise<void> {
  const database = await Database.connect({
    url: config.DATABASE_URL,
    schema: schemaOf(name),
    poolSize: 2,
    migrations,
    applicationName: `${name} migrate`,
    unhurried: true,
  });
  try {
    await database.migrate();
  } finally {
    await database.close();
  }
}

/** A running service's database: its own schema, brought up to date. */
export async function openDatabase(
  name: string,
  config: Pick<ServiceConfig, 'DATABASE_URL' | 'DATABASE_POOL'>,
  migrations: DatabaseOptions['migrations'],
): Promise<Database> {
  const database = await Database.connect({
    url: config.DATABASE_URL,
    schema: schemaOf(name),
    poolSize: config.DATABASE_POOL,
    migrations,
    applicationName: name,
  });
  await database.migrate();
  return database;
}
