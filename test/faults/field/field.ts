import { createTestDatabase, Ports, uniqueName, type Stack, type TestDatabase } from '@tongbu/testing';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SimulatorControl } from '../../support/simulator-control';
import { chooseSimulatorAddresses, SimulatorProcess } from '../../support/simulator-process';
import { newTestAccount, type TestAccount } from '../../support/test-account';
import { entityOf } from '../judging/told';
import type { Stage } from '../play/story';
import type { NeededService } from '../traffic/traffic';
import { Acknowledgements, type ConsumingGroup } from './acknowledgements';
import { Balancer } from './balancer';
import { Merchant } from './merchant';
import { ServiceFleet } from './service-fleet';
import { Witness } from './witness';

export const GATEWAY = 'callback-gateway';

export interface FieldOptions {
  readonly stack: Stack;
  readonly seed: number;
  /** Besides the gateway. */
  readonly services: readonly NeededService[];
  /** The mini programs there are: each fault has one for itself. */
  readonly appIds: readonly string[];
  /** See {@link RunOptions}. */
  readonly lastTryAfterMs?: number;
}

/** How the mini programs' WeChat behaves: quick reviews, and callbacks repeated until a short outage is over. */
const simulatorSettings = (lastTryAfterMs: number) => ({
  auditDelayMs: { min: 200, max: 900 },
  callbackTimeoutMs: 4_000,
  callbackRetryDelaysMs: [5_000, lastTryAfterMs],
  refundDelayMs: { min: 200, max: 900 },
});
/** Above what the load needs; whoever takes a token by force may do so as often as he likes. */
const QUOTAS = {
  spuSubmitPerHour: 6_000,
  spuSubmitPerDay: 20_000,
  productSubmitPerHour: 1_000,
  burstCalls: 6_000,
  burstSeconds: 30,
  forceRefreshSpacingSeconds: 0,
  forceRefreshPerDay: 10_000,
};
const REQUEST_AGAIN_MS = 200;
const REQUEST_TIMEOUT_MS = 10_000;

/** Everything that runs while faults are injected: the stack, the simulator, the services, the merchant, and who watches. */
export class Field {
  private constructor(
    readonly stack: Stack,
    readonly fleet: ServiceFleet,
    readonly merchant: Merchant,
    readonly witness: Witness,
    readonly acknowledgements: Acknowledgements,
    readonly groups: readonly ConsumingGroup[],
    readonly database: TestDatabase,
    /** Of every key that the services have in Redis. */
    readonly redisPrefix: string,
    readonly gateway: Balancer,
    private readonly simulator: SimulatorProcess,
    private readonly accounts: ReadonlyMap<string, TestAccount>,
    private readonly crashes: string[],
  ) {}

  static async start({
    stack,
    seed,
    services,
    appIds,
    lastTryAfterMs = 20_000,
  }: FieldOptions): Promise<Field> {
    const directory = mkdtempSync(join(tmpdir(), 'tongbu-faults-'));
    stack.guard.removeAtEnd(directory);
    const ports = new Ports();
    const addresses = await chooseSimulatorAddresses(ports);
    const gateway = await Balancer.open(() =>
      fleet
        .of(GATEWAY)
        .filter(({ isRunning }) => isRunning)
        .map(({ environment }) => Number(environment['GATEWAY_PORT'])),
    );
    const at = { simulatorUrl: addresses.url, gatewayUrl: gateway.url };
    const settings = { quotas: QUOTAS, simulator: simulatorSettings(lastTryAfterMs) };
    const accounts = new Map(appIds.map((appId) => [appId, newTestAccount(appId, at, settings)]));
    const accountsFile = join(directory, 'accounts.json');
    writeFileSync(accountsFile, JSON.stringify({ accounts: [...accounts.values()] }), { mode: 0o600 });

    const database = await createTestDatabase(stack.databaseUrl);
    const groups = services.map(({ name, topics }) => ({ service: name, groupId: uniqueName(name), topics }));
    const shared = {
      TONGBU_ACCOUNTS_FILE: accountsFile,
      DATABASE_URL: database.url,
      REDIS_URL: stack.redisUrl,
      KAFKA_BROKERS: stack.kafkaBrokers.join(','),
      REDIS_PREFIX: uniqueName('faults'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    };
    const crashes: string[] = [];
    const fleet: ServiceFleet = new ServiceFleet({
      environmentOf: async (service) => {
        if (service === GATEWAY) {
          return { ...shared, GATEWAY_HOST: '127.0.0.1', GATEWAY_PORT: String(await ports.take('gateway')) };
        }
        const group = groups.find((known) => known.service === service);
        return { ...shared, KAFKA_GROUP_ID: group?.groupId ?? '' };
      },
      crashed: (how) => crashes.push(how),
    });
    const [first = ''] = appIds;
    const witness = await Witness.open(stack.kafkaBrokers);
    const [simulator] = await Promise.all([
      SimulatorProcess.start(addresses, first, accountsFile, join(directory, 'simulator.log'), {
        SIMULATOR_SEED: String(seed),
      }),
      ...[GATEWAY, ...services.map(({ name }) => name)].map((service) => fleet.add(service)),
    ]);
    return new Field(
      stack,
      fleet,
      new Merchant(stack.kafkaBrokers),
      witness,
      new Acknowledgements(stack.kafkaBrokers, groups, witness),
      groups,
      database,
      shared.REDIS_PREFIX,
      gateway,
      simulator,
      accounts,
      crashes,
    );
  }

  account(appId: string): TestAccount {
    const account = this.accounts.get(appId);
    if (account === undefined) throw new Error(`${appId} is not one of the mini programs`);
    return account;
  }

  allAccounts(): readonly TestAccount[] {
    return [...this.accounts.values()];
  }

  wechat(appId: string): SimulatorControl {
    return new SimulatorControl(this.simulator.controlUrl, appId);
  }

  /** Where the mini programs' calls go. */
  get wechatUrl(): string {
    return this.simulator.addresses.url;
  }

  stage(appId: string): Stage {
    return {
      appId,
      wechat: this.wechat(appId),
      publish: (event) => this.merchant.publish(appId, event),
      told: (id) => this.witness.told(appId).filter((event) => entityOf(event) === id),
      request: (service, method, path, body) => this.request(appId, service, method, path, body),
    };
  }

  /** Ends that nobody asked for, since this was last called. */
  takeCrashes(): string[] {
    return this.crashes.splice(0);
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    await Promise.all([this.simulator.stop(), this.gateway.close()]);
    await Promise.allSettled([this.acknowledgements.close(), this.witness.close(), this.merchant.close()]);
    await this.database.drop();
  }

  private async request(
    appId: string,
    service: string,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<Response> {
    const { apiKey } = this.account(appId);
    for (;;) {
      try {
        const { url } = this.fleet.one(service);
        const answer = await fetch(`${url}/v1/apps/${appId}/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${apiKey}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        if (answer.status < 500) return answer;
        await answer.arrayBuffer();
      } catch {
        // It is away; whoever waits at the cashier tries again.
      }
      await sleep(REQUEST_AGAIN_MS);
    }
  }
}
