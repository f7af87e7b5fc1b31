import { failStart, migrateService, migrationConfig, parseConfig, readCommand } from '@tongbu/platform';
import { runCallbackGateway } from './callback-gateway';
import { gatewayConfig } from './config';
import { migrations } from './migrations';

async function main(): Promise<void> {
  if (readCommand(process.argv) === 'migrate') {
    await migrateService('callback-gateway', parseConfig(migrationConfig, process.env), migrations);
  } else {
    await runCallbackGateway(parseConfig(gatewayConfig, process.env));
  }
}

main().catch((error: unknown) => failStart('callback-gateway', error));
