import { runMain } from '@tongbu/platform';
import { runAftersaleSync } from './aftersale-sync';
import { aftersaleSyncConfig } from './config';
import { migrations } from './migrations';

runMain({ name: 'aftersale-sync', config: aftersaleSyncConfig, migrations, run: runAftersaleSync });
