import { failStart, parseConfig } from '@tongbu/platform';
import { runCatalogSync } from './catalog-sync';
import { catalogSyncConfig } from './config';

async function main(): Promise<void> {
  await runCatalogSync(parseConfig(catalogSyncConfig, process.env));
}

main().catch((error: unknown) => failStart('catalog-sync', error));
