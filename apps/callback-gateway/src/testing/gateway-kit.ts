import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventRegistry, topics, type CloudEvent } from '@tongbu/contracts';
import { createKafka, decodeEvent, ensureTopics } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import {
  createTestDatabase,
  Ports,
  spawnService,
  testEnvironment,
  uniqueName,
  type SpawnedService,
  type TestDatabase,
} from '@tongbu/testing';
import type { Consumer } from 'kafkajs';
import { Client } from 'pg';
import type { PushSetting } from './wechat-pusher';

export interface StoredCallback {
  readonly app_id: string;
  readonly event: string;
  readonly entity: string | null;
  readonly format: string;
  readonly message: string;
}

/** An account as it stands in the accounts file. */
export interface AccountEntry extends PushSetting {
  readonly apiKey?: string;
  readonly previousToken?: string;
  readonly previousEncodingAesKey?: string;
}

export interface Gateway {
  /** Where WeChat calls. */
  readonly url: string;
  readonly service: SpawnedService;
}

export function newSetting(mode: PushSetting['mode'] = 'security'): PushSetting {
  const key = randomBytes(64)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '');
  return {
    appId: `wx${randomBytes(8).toString('hex')}`,
    token: `token${randomBytes(8).toString('hex')}`,
    encodingAesKey: key.slice(0, 43),
    mode,
  };
}

/** Gateways in processes of their own, on one database, and what they stored and published. Close it. */
export class GatewayKit {
  readonly ports = new Ports();
  private readonly directory = mkdtempSync(join(tmpdir(), 'tongbu-gateway-'));
  private readonly running: SpawnedService[] = [];
  private readonly published: CloudEvent[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly sql: Client,
    private readonly consumer: Consumer,
  ) {}

  static async open(accounts: readonly AccountEntry[]): Promise<GatewayKit> {
    const brokers = testEnvironment().KAFKA_BROKERS.split(',');
    const logger = createLogger({ service: 'test', level: 'fatal' });
    await ensureTopics(brokers, [{ name: topics.wechatCallbacks, partitions: 4 }], logger);
    const database = await createTestDatabase();
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    const kafka = createKafka({ brokers, clientId: 'test', logger });
    const consumer = kafka.consumer({ groupId: uniqueName('callbacks'), maxWaitTimeInMs: 50 });
    const kit = new GatewayKit(database, sql, consumer);
    const entries = accounts.map((account) => ({ secret: 'not-used', ...account }));
    writeFileSync(kit.accountsFile, JSON.stringify(entries));
    await consumer.connect();
    await consumer.subscribe({ topic: topics.wechatCallbacks, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const decoded = decodeEvent(message, eventRegistry);
        if (!decoded.ok) throw new Error(decoded.refusal.message);
        kit.published.push(decoded.value);
      },
    });
    return kit;
  }

  async start(databaseUrl = this.database.url): Promise<Gateway> {
    const port = await this.ports.take('gateway');
    const service = await spawnService({
      app: 'callback-gateway',
      env: {
        ...testEnvironment(),
        DATABASE_URL: databaseUrl,
        TONGBU_ACCOUNTS_FILE: this.accountsFile,
        GATEWAY_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
      },
    });
    this.running.push(service);
    return { url: `http://127.0.0.1:${port}`, service };
  }

  async stored({ appId }: { readonly appId: string }): Promise<StoredCallback[]> {
    const sql = `SELECT app_id, event, entity, format, message FROM callback_gateway.callbacks WHERE app_id = $1`;
    return (await this.sql.query<StoredCallback>(sql, [appId])).rows;
  }

  /** What is on Kafka by now. */
  events({ appId }: { readonly appId: string }): readonly CloudEvent[] {
    return this.published.filter(({ appid }) => appid === appId);
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((service) => service.kill()));
    await Promise.all([this.consumer.disconnect(), this.sql.end()]);
    await this.database.drop();
    rmSync(this.directory, { recursive: true });
  }

  private get accountsFile(): string {
    return join(this.directory, 'accounts.json');
  }
}
