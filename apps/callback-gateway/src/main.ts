import { runMain } from '@tongbu/platform';
import { runCallbackGateway } from './callback-gateway';
import { gatewayConfig } from './config';
import { migrations } from './migrations';

runMain({ name: 'callback-gateway', config: gatewayConfig, migrations, run: runCallbackGateway });
