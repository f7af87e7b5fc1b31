import { failStart, parseConfig } from '@tongbu/platform';
import { runCallbackGateway } from './callback-gateway';
import { gatewayConfig } from './config';

async function main(): Promise<void> {
  await runCallbackGateway(parseConfig(gatewayConfig, process.env));
}

main().catch((error: unknown) => failStart('callback-gateway', error));
