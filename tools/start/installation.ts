import { join } from 'node:path';
import { projectRoot, startStack, type Progress, type Stack } from '@tongbu/testing';
import { writeDemoAccounts, type DemoAccount } from './demo-accounts';
import { demoDataKeys } from './demo-data-keys';
import { EndpointsFile, type Addresses } from './endpoints';
import { SupervisedService, type ServiceSpec } from './supervised-service';
import { createTopics } from './topics';

const HOST = '127.0.0.1';
/** What keeps the things of a shop in step, one service for each. */
const SYNC_SERVICES = ['catalog-sync', 'order-sync', 'logistics-sync', 'aftersale-sync', 'access-sync'];

/** The stack, the simulator and the services, running. */
export interface Installation {
  readonly stack: Stack;
  readonly addresses: Addresses;
  readonly services: readonly SupervisedService[];
  readonly accounts: readonly DemoAccount[];
  /** Services first, then the simulator, then the stack. */
  stop(): Promise<void>;
}

export async function startInstallation(
  dir: string,
  progress: Progress,
  { newMerchant }: { readonly newMerchant: boolean },
): Promise<Installation> {
  const endpoints = new EndpointsFile(join(dir, 'endpoints.json'));
  // What a start that was killed left behind would mislead whoever waits for the file.
  const stack = await startStack({ dir, progress, claimed: () => endpoints.remove() });
  const started: SupervisedService[] = [];
  const stop = async () => {
    endpoints.remove();
    const [simulator, ...services] = started;
    await Promise.all(services.map((service) => service.stop()));
    await simulator?.stop();
    await stack.stop();
  };
  try {
    const addresses = await chooseAddresses(stack);
    const accounts = writeDemoAccounts(join(stack.dir, 'accounts.json'), addresses, newMerchant);
    await createTopics(stack.kafkaBrokers);
    let allReady = false;
    const publish = () => {
      if (allReady) endpoints.write(stack, addresses, services, accounts);
    };
    const supervise = (spec: ServiceSpec) =>
      new SupervisedService(
        stack.guard,
        spec,
        (what) => progress(`${spec.name} ${what}`),
        (pid) => {
          stack.record(pid);
          publish();
        },
      );
    const simulator = supervise(simulatorSpec(stack, addresses));
    const services = [supervise(await serviceSpec(stack, 'callback-gateway', gatewayEnvironment(addresses)))];
    for (const name of SYNC_SERVICES) {
      services.push(supervise(await serviceSpec(stack, name, syncEnvironment(stack, name))));
    }
    started.push(simulator, ...services);
    await Promise.all(
      started.map(async (service) => {
        const startedAt = performance.now();
        await service.start();
        await service.ready();
        progress(`${service.name} is ready (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
      }),
    );
    allReady = true;
    publish();
    return { stack, addresses, services, accounts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface ListenAddresses extends Addresses {
  readonly simulatorPort: number;
  readonly simulatorControlPort: number;
  readonly gatewayPort: number;
}

async function chooseAddresses({ ports }: Stack): Promise<ListenAddresses> {
  const simulatorPort = await ports.take('simulator');
  const simulatorControlPort = await ports.take('simulatorControl');
  const gatewayPort = await ports.take('gateway');
  return {
    simulatorPort,
    simulatorControlPort,
    gatewayPort,
    simulatorUrl: `http://${HOST}:${simulatorPort}`,
    simulatorControlUrl: `http://${HOST}:${simulatorControlPort}`,
    gatewayUrl: `http://${HOST}:${gatewayPort}`,
  };
}

function simulatorSpec(stack: Stack, addresses: ListenAddresses): ServiceSpec {
  return {
    ...program(stack, 'wechat-simulator', {
      SIMULATOR_HOST: HOST,
      SIMULATOR_PORT: String(addresses.simulatorPort),
      SIMULATOR_CONTROL_PORT: String(addresses.simulatorControlPort),
      // The simulator forgets when it ends, while our database remembers what WeChat has.
      SIMULATOR_DATA_FILE: join(stack.dir, 'simulator.json'),
    }),
    url: addresses.simulatorUrl,
    readyUrl: `${addresses.simulatorControlUrl}/v1/apps`,
  };
}

function gatewayEnvironment({ gatewayPort }: ListenAddresses): Record<string, string> {
  return { GATEWAY_HOST: HOST, GATEWAY_PORT: String(gatewayPort) };
}

/** Keys that the environment names come first: something may have been sealed with them. */
function syncEnvironment({ dir }: Stack, name: string): Record<string, string> {
  if (name !== 'access-sync') return {};
  const { MERCHANT_DATA_KEYS: given = '' } = process.env;
  return { MERCHANT_DATA_KEYS: given === '' ? demoDataKeys(join(dir, 'data-keys')) : given };
}

async function serviceSpec(stack: Stack, name: string, env: Record<string, string>): Promise<ServiceSpec> {
  const port = await stack.ports.take(name);
  const url = `http://${HOST}:${port}`;
  return {
    ...program(stack, name, {
      DATABASE_URL: stack.databaseUrl,
      REDIS_URL: stack.redisUrl,
      KAFKA_BROKERS: stack.kafkaBrokers.join(','),
      HTTP_HOST: HOST,
      HTTP_PORT: String(port),
      ...env,
    }),
    url,
    readyUrl: `${url}/health/ready`,
  };
}

function program(stack: Stack, name: string, env: Record<string, string>) {
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(projectRoot(), 'dist/apps', name, 'src/main.js')],
    log: join(stack.logs, `${name}.log`),
    stopTimeoutMs: 20_000,
    env: {
      LOG_LEVEL: 'info',
      ...process.env,
      TONGBU_ACCOUNTS_FILE: join(stack.dir, 'accounts.json'),
      ...env,
    },
  };
}
