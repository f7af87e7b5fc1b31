import {
  createTestDatabase,
  Ports,
  spawnService,
  testEnvironment,
  uniqueName,
  type SpawnedService,
  type TestDatabase,
} from '@tongbu/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeldTable } from './held-table';
import { MerchantTopics } from './merchant-topics';
import { OtherClient } from './other-client';
import { SimulatorControl } from './simulator-control';
import { chooseSimulatorAddresses, SimulatorProcess } from './simulator-process';
import { newAppId, newTestAccount, type TestAccount } from './test-account';

export interface InstallationOptions {
  /** The services besides the gateway, such as `catalog-sync`. */
  readonly services: readonly string[];
  /** What a test mostly speaks of, such as `product`: names of events without a dot are about it. */
  readonly thing: string;
  /** Settings of the simulator for this mini program, such as `auditDelayMs`. */
  readonly simulator?: object;
  /** More members of the mini program's account. */
  readonly account?: object;
  /** A second mini program beside it, as an environment of its own. */
  readonly second?: boolean;
  /** More of the environment of the services. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A mini program, the merchant's side of its events, and WeChat's side of it. */
export interface MiniProgram {
  readonly account: TestAccount;
  readonly topics: MerchantTopics;
  readonly simulator: SimulatorControl;
}

/** Simulator, gateway and services as processes on the test stack, for one mini program nobody else has, or two. */
export class Installation {
  private constructor(
    readonly simulator: SimulatorProcess,
    readonly topics: MerchantTopics,
    readonly account: TestAccount,
    /** Only with {@link InstallationOptions.second}. */
    readonly second: MiniProgram | undefined,
    private readonly gateway: SpawnedService,
    private readonly services: Map<string, SpawnedService>,
    private readonly environments: ReadonlyMap<string, Readonly<Record<string, string>>>,
    private readonly database: TestDatabase,
    private readonly directory: string,
  ) {}

  static async start({
    services,
    thing,
    simulator = {},
    account = {},
    second: withSecond = false,
    env: more = {},
  }: InstallationOptions): Promise<Installation> {
    const directory = mkdtempSync(join(tmpdir(), 'tongbu-installation-'));
    const ports = new Ports();
    const addresses = await chooseSimulatorAddresses(ports);
    const gatewayPort = await ports.take('gateway');
    const at = { simulatorUrl: addresses.url, gatewayUrl: `http://127.0.0.1:${gatewayPort}` };
    const accounts = (withSecond ? [1, 2] : [1]).map(() =>
      newTestAccount(newAppId(), at, { simulator, ...account }),
    );
    const accountsFile = join(directory, 'accounts.json');
    writeFileSync(accountsFile, JSON.stringify({ accounts }), { mode: 0o600 });

    const database = await createTestDatabase();
    const groupIds = new Map(services.map((service) => [service, uniqueName(service)]));
    const miniPrograms: MiniProgram[] = [];
    // One after the other: each sets where the groups begin.
    for (const known of accounts) {
      miniPrograms.push({
        account: known,
        topics: await MerchantTopics.open({ appId: known.appId, thing, groupIds: [...groupIds.values()] }),
        simulator: new SimulatorControl(addresses.controlUrl, known.appId),
      });
    }
    const [first, second] = miniPrograms;
    if (first === undefined) throw new Error('there is no mini program');
    const { REDIS_URL, KAFKA_BROKERS } = testEnvironment();
    const shared = {
      TONGBU_ACCOUNTS_FILE: accountsFile,
      DATABASE_URL: database.url,
      REDIS_URL,
      KAFKA_BROKERS,
      REDIS_PREFIX: uniqueName('installation'),
    };
    const environments = new Map(
      [...groupIds].map(([service, KAFKA_GROUP_ID]) => [service, { ...shared, ...more, KAFKA_GROUP_ID }]),
    );
    const gatewayEnvironment = { ...shared, GATEWAY_HOST: '127.0.0.1', GATEWAY_PORT: String(gatewayPort) };
    const [process, gateway, ...spawned] = await Promise.all([
      SimulatorProcess.start(addresses, first.account.appId, accountsFile, join(directory, 'simulator.log')),
      spawnService({ app: 'callback-gateway', env: gatewayEnvironment }),
      ...[...environments].map(([app, env]) => spawnService({ app, env })),
    ]);
    return new Installation(
      process,
      first.topics,
      first.account,
      second,
      gateway,
      new Map(services.map((service, index) => [service, spawned[index]!])),
      environments,
      database,
      directory,
    );
  }

  /** kill -9 in the middle of whatever it does; then a new one. */
  async kill(service: string): Promise<void> {
    await this.running(service).kill();
    await this.startAgain(service);
  }

  /** kill -9, and nothing in its place until {@link startAgain}. */
  async killOnly(service: string): Promise<void> {
    await this.running(service).kill();
  }

  async startAgain(service: string): Promise<void> {
    this.services.set(
      service,
      await spawnService({ app: service, env: this.environments.get(service) ?? {} }),
    );
  }

  /** Where a service listens for health, metrics, admin and its own requests. */
  url(service: string): string {
    return service === 'callback-gateway' ? this.gateway.url : this.running(service).url;
  }

  /** Asks a service's API about this mini program, such as `POST`, `products/backfills`, whatever it answers. */
  request(
    service: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
    { appId, apiKey }: Pick<TestAccount, 'appId' | 'apiKey'> = this.account,
  ): Promise<Response> {
    return fetch(`${this.url(service)}/v1/apps/${appId}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** As {@link request}, for an answer that is expected to be fine. */
  async admin<T>(service: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
    const answer = await this.request(service, method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** A service's metrics, as Prometheus reads them. */
  async metrics(service: string): Promise<string> {
    return (await fetch(`${this.url(service)}/metrics`)).text();
  }

  /** Of the services' database, for a test that stops or looks at what they write. */
  get databaseUrl(): string {
    return this.database.url;
  }

  /** Keeps the services from a table, such as `aftersale_sync.inbox`, so that they stop in the middle of what they do. */
  holdTable(table: string): Promise<HeldTable> {
    return HeldTable.hold(this.database.url, table);
  }

  otherClient(): OtherClient {
    return new OtherClient(this.simulator.addresses.url, this.account);
  }

  /** Somebody else takes a token by force, which ends ours at once. */
  async endToken(): Promise<void> {
    const { appId, secret } = this.account;
    const answer = await fetch(`${this.simulator.addresses.url}/cgi-bin/stable_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret, force_refresh: true }),
    });
    const { access_token } = (await answer.json()) as { access_token?: string };
    if (access_token === undefined) throw new Error('the token was not taken');
  }

  /** The end of each service's log, for a test that failed. */
  logs(): string {
    return [this.gateway, ...this.services.values()].map((service) => service.log().slice(-3_000)).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([this.topics.close(), this.second?.topics.close()]);
    await Promise.all([...this.services.values()].map((service) => service.stop()));
    await this.gateway.stop();
    await this.simulator.stop();
    await this.database.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private running(service: string): SpawnedService {
    const found = this.services.get(service);
    if (found === undefined) throw new Error(`${service} is not part of this installation`);
    return found;
  }
}
