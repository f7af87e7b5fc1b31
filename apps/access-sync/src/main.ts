import { runMain } from '@tongbu/platform';
import { runAccessSync } from './access-sync';
import { accessSyncConfig } from './config';
import { migrations } from './migrations';

runMain({ name: 'access-sync', config: accessSyncConfig, migrations, run: runAccessSync });
