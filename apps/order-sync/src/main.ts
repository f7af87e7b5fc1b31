import { runMain } from '@tongbu/platform';
import { orderSyncConfig } from './config';
import { migrations } from './migrations';
import { runOrderSync } from './order-sync';

runMain({ name: 'order-sync', config: orderSyncConfig, migrations, run: runOrderSync });
