import {
  createTestDatabase,
  Ports,
  spawnService,
  testEnvironment,
  uniqueName,
  type SpawnedService,
  type TestDatabase,
} from '@tongbu/testing';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogTopics } from './catalog-topics';
import { OtherClient } from './other-client';
import { chooseSimulatorAddresses, SimulatorProcess } from './simulator-process';

/** So high that a test never waits for them. Simulator and services read the same file. */
const QUOTAS = { spuSubmitPerHour: 6_000, spuSubmitPerDay: 20_000, burstCalls: 6_000, burstSeconds: 30 };

export interface CatalogInstallationOptions {
  /** How long WeChat reviews, in ms. */
  readonly auditDelayMs: { readonly min: number; readonly max: number };
}

/** Simulator, gateway and catalog-sync as processes on the test stack, for one mini program nobody else has. */
export class CatalogInstallation {
  private constructor(
    readonly simulator: SimulatorProcess,
    readonly topics: CatalogTopics,
    private readonly account: { readonly appId: string; readonly secret: string; readonly apiKey: string },
    private readonly gateway: SpawnedService,
    private catalogSync: SpawnedService,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly database: TestDatabase,
    private readonly directory: string,
  ) {}

  static async start({ auditDelayMs }: CatalogInstallationOptions): Promise<CatalogInstallation> {
    const directory = mkdtempSync(join(tmpdir(), 'tongbu-catalog-'));
    const ports = new Ports();
    const addresses = await chooseSimulatorAddresses(ports);
    const gatewayPort = await ports.take('gateway');
    const appId = `wx${randomBytes(8).toString('hex')}`;
    const account = {
      appId,
      originalId: 'gh_5d2e8b0c71fa',
      secret: randomBytes(16).toString('hex'),
      token: randomBytes(16).toString('hex'),
      encodingAesKey: `${randomBytes(21).toString('hex')}A`,
      apiKey: randomBytes(16).toString('hex'),
      apiBaseUrl: addresses.url,
      callbackUrl: `http://127.0.0.1:${gatewayPort}/callbacks/${appId}`,
      quotas: QUOTAS,
      simulator: { auditDelayMs },
    };
    const accountsFile = join(directory, 'accounts.json');
    writeFileSync(accountsFile, JSON.stringify({ accounts: [account] }), { mode: 0o600 });

    const database = await createTestDatabase();
    const groupId = uniqueName('catalog-sync');
    const topics = await CatalogTopics.open(appId, groupId);
    const { REDIS_URL, KAFKA_BROKERS } = testEnvironment();
    const environment = {
      TONGBU_ACCOUNTS_FILE: accountsFile,
      DATABASE_URL: database.url,
      REDIS_URL,
      KAFKA_BROKERS,
      REDIS_PREFIX: uniqueName('catalog'),
      KAFKA_GROUP_ID: groupId,
    };
    const gatewayEnvironment = {
      ...environment,
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: String(gatewayPort),
    };
    const [simulator, gateway, catalogSync] = await Promise.all([
      SimulatorProcess.start(addresses, appId, accountsFile, join(directory, 'simulator.log')),
      spawnService({ app: 'callback-gateway', env: gatewayEnvironment }),
      spawnService({ app: 'catalog-sync', env: environment }),
    ]);
    return new CatalogInstallation(
      simulator,
      topics,
      account,
      gateway,
      catalogSync,
      environment,
      database,
      directory,
    );
  }

  /** kill -9 in the middle of whatever it does; then a new one. */
  async killCatalogSync(): Promise<void> {
    await this.catalogSync.kill();
    this.catalogSync = await spawnService({ app: 'catalog-sync', env: this.environment });
  }

  /** Asks catalog-sync's admin API about this mini program, such as `POST`, `products/backfills`. */
  async admin<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const { appId, apiKey } = this.account;
    const answer = await fetch(`${this.catalogSync.url}/v1/apps/${appId}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** Catalog-sync's metrics, as Prometheus reads them. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.catalogSync.url}/metrics`)).text();
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
    return [this.gateway, this.catalogSync].map((service) => service.log().slice(-3_000)).join('\n');
  }

  async stop(): Promise<void> {
    await this.topics.close();
    await this.catalogSync.stop();
    await this.gateway.stop();
    await this.simulator.stop();
    await this.database.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
