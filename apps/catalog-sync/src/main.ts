import { failStart, migrateService, migrationConfig, parseConfig, readCommand } from '@tongbu/platform';
import { runCatalogSync } from './catalog-sync';
import { catalogSyncConfig } from './config';
import { migrations } from './migrations';

async function main(): Promise<void> {
  if (readCommand(process.argv) === 'migrate') {
    await migrateService('catalog-sync', parseConfig(migrationConfig, process.env), migrations);
  } else {
    await runCatalogSync(parseConfig(catalogSyncConfig, process.env));
  }
}

main().catch((error: unknown) => failStart('catalog-sync', error));
