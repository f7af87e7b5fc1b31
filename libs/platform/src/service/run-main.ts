import type { z } from 'zod';
import { parseConfig } from '../config';
import type { DatabaseOptions } from '../database';
import { migrateService, migrationConfig, readCommand } from './migrate-service';
import { failStart } from './run-service';

export interface ServiceMain<Schema extends z.ZodType> {
  readonly name: string;
  readonly config: Schema;
  readonly migrations: DatabaseOptions['migrations'];
  run(config: z.output<Schema>): Promise<void>;
}

/** The entry of a service's process: runs it, or with the argument `migrate` only its migrations. */
export function runMain<Schema extends z.ZodType>({
  name,
  config,
  migrations,
  run,
}: ServiceMain<Schema>): void {
  const main = async () =>
    readCommand(process.argv) === 'migrate'
      ? migrateService(name, parseConfig(migrationConfig, process.env), migrations)
      : run(parseConfig(config, process.env));
  main().catch((error: unknown) => failStart(name, error));
}
