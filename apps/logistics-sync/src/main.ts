import { runMain } from '@tongbu/platform';
import { logisticsSyncConfig } from './config';
import { runLogisticsSync } from './logistics-sync';
import { migrations } from './migrations';

runMain({ name: 'logistics-sync', config: logisticsSyncConfig, migrations, run: runLogisticsSync });
