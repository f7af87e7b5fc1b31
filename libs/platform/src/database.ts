import { Client } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { isPreparationLost, PreparedStatements } from './prepared-statements';

/** Runs SQL; inside a transaction when it was handed out by {@link Database.transaction}. */
export interface Sql {
  /** Rows of a statement, or of its RETURNING clause; empty when it returns none. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A transaction in progress. Passed explicitly to whatever must commit together. */
export interface Transaction extends Sql {
  readonly transactional: true;
}

export interface DatabaseOptions {
  readonly url: string;
  /** The service's own schema; created when missing, first on the search path. */
  readonly schema: string;
  readonly poolSize: number;
  readonly migrations: DataSourceOptions['migrations'];
  readonly applicationName: string;
  /** Statements may take as long as they need, as those of a large migration do. */
  readonly unhurried?: boolean;
}

/** A network that swallows packets must not hold a query for ever. */
const TIMEOUTS = { statement_timeout: 15_000, query_timeout: 20_000 };

/** The schema of a service: its name, with `_` for `-`. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/**
 * A connection that Postgres ends while nobody listens, such as between the pool and whoever gets it, would end the process. Those
 * who use it hear of it from the query that fails.
 */
class HeardClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    this.on('error', () => undefined);
  }
}

/** One service's Postgres schema: a pool, hand-written migrations, and transactions that are passed explicitly. */
export class Database implements Sql {
  private readonly statements = new PreparedStatements();

  private constructor(private readonly dataSource: DataSource) {}

  static async connect(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      schema: options.schema,
      migrations: options.migrations ?? [],
      migrationsTableName: 'migrations',
      synchronize: false,
      poolSize: options.poolSize,
      applicationName: options.applicationName,
      connectTimeoutMS: 5_000,
      extra: {
        options: `-c search_path="${options.schema}" -c idle_in_transaction_session_timeout=30000`,
        ...(options.unhurried === true ? {} : TIMEOUTS),
        keepAlive: true,
        Client: HeardClient,
      },
    });
    await dataSource.initialize();
    return new Database(dataSource);
  }

  /** Brings the schema up to date. Safe from several replicas at once: an advisory lock lets one through at a time. */
  async migrate(): Promise<void> {
    const { schema } = this.dataSource.options as { schema: string };
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(`SELECT pg_advisory_lock(hashtext($1))`, [`migrate:${schema}`]);
      await runner.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      await this.dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query(`SELECT pg_advisory_unlock(hashtext($1))`, [`migrate:${schema}`]);
      await runner.release();
    }
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await this.statements.run<Row>(runner, sql, parameters).catch((error: unknown) => {
        if (!isPreparationLost(error)) throw error;
        return this.statements.run<Row>(runner, sql, parameters);
      });
    } finally {
      await runner.release();
    }
  }

  /** Commits what `work` did, or nothing of it when it throws. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      try {
        const result = await work({
          transactional: true,
          query: <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
            this.statements.run<Row>(runner, sql, parameters),
        });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // The connection may be what failed; the first error is the one to report.
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  /** A connection of one's own, for session-level locks. Release it. */
  async session(): Promise<Sql & { release(): Promise<void> }> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    return {
      query: <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
        this.statements.run<Row>(runner, sql, parameters),
      release: () => runner.release(),
    };
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
