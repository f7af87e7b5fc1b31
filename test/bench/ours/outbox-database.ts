import { EventRegistry, wechatProductOffersUpdated } from '@tongbu/contracts';
import { messagingMigrationSql, Outbox, type OutgoingEvent } from '@tongbu/messaging';
import { Database } from '@tongbu/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateMessaging1767225600000 implements MigrationInterface {
  readonly name = 'CreateMessaging1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of messagingMigrationSql.up) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of messagingMigrationSql.down) await runner.query(sql);
  }
}

export interface OutboxOptions {
  readonly databaseUrl: string;
  /** Where the events are to go. */
  readonly topic: string;
  readonly appId: string;
}

const PRODUCTS = 10_000;
const STATEMENT_ROWS = 500;

/** A service's schema with an outbox and nothing else, and events for it that are numbered on. */
export class OutboxDatabase {
  private readonly outbox: Outbox;
  private written = 0;

  private constructor(
    readonly database: Database,
    private readonly options: OutboxOptions,
  ) {
    this.outbox = new Outbox(new EventRegistry([{ ...wechatProductOffersUpdated, topic: options.topic }]));
  }

  static async open(options: OutboxOptions): Promise<OutboxDatabase> {
    const database = await Database.connect({
      url: options.databaseUrl,
      schema: 'bench',
      poolSize: 16,
      migrations: [CreateMessaging1767225600000],
      applicationName: 'bench',
    });
    await database.migrate();
    return new OutboxDatabase(database, options);
  }

  /** Commits so many events at once. */
  async fill(count: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (let left = count; left > 0; left -= STATEMENT_ROWS) {
        const length = Math.min(STATEMENT_ROWS, left);
        await this.outbox.add(
          tx,
          Array.from({ length }, () => this.nextEvent()),
        );
      }
    });
  }

  /** Commits one event and answers it. */
  async commitOne(): Promise<OutgoingEvent> {
    const event = this.nextEvent();
    await this.database.transaction((tx) => this.outbox.add(tx, [event]));
    return event;
  }

  /** An event as catalog-sync publishes one for each push of a price. */
  nextEvent(): OutgoingEvent {
    const number = this.written++;
    const subject = `P-${number % PRODUCTS}`;
    const skus = [{ skuId: `${subject}-S`, salePrice: 5_900, marketPrice: 7_900, stock: 40 }];
    return {
      id: `offers-updated:${number}`,
      type: wechatProductOffersUpdated.type,
      source: '/bench',
      appId: this.options.appId,
      subject,
      time: new Date(),
      data: { wechatProductId: '324545', merchantVersion: 1, skus },
    };
  }
}
