import { runMain } from '@tongbu/platform';
import { runCatalogSync } from './catalog-sync';
import { catalogSyncConfig } from './config';
import { migrations } from './migrations';

runMain({ name: 'catalog-sync', config: catalogSyncConfig, migrations, run: runCatalogSync });
