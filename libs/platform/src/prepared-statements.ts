import type { QueryRunner } from 'typeorm';
import { postgresErrorOf } from './postgres-error';

/**
 * Statements with parameters are prepared once per connection: Postgres then neither parses nor plans them again, which for
 * most of ours takes longer than running them. They need a session of their own; a pooler in between has to know them.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>();
  private given = 0;

  /** Runs a statement. One that has to be prepared anew fails this time, see {@link isPreparationLost}. */
  async run<Row extends object>(
    runner: QueryRunner,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<Row[]> {
    try {
      const result = await runner.query(this.statement(sql, parameters), [...parameters], true);
      return (result.records ?? []) as Row[];
    } catch (error) {
      if (isPreparationLost(error)) this.names.delete(sql);
      throw error;
    }
  }

  /** TypeORM hands it to pg as it is, which prepares what has a name. */
  private statement(sql: string, { length }: readonly unknown[]): string {
    if (length === 0) return sql;
    let name = this.names.get(sql);
    if (name === undefined) {
      this.given += 1;
      name = `s${this.given}`;
      this.names.set(sql, name);
    }
    return { name, text: sql } as unknown as string;
  }
}

/** SQLSTATE `invalid_sql_statement_name`: somebody has discarded it. */
const UNKNOWN_STATEMENT = '26000';
/** What in Postgres raises that a migration gave the result another shape; the error's text is translated. */
const SHAPE_CHECK = 'RevalidateCachedQuery';

/** Whether a statement failed only because what was prepared is of no use any more. It works when it is run again. */
export function isPreparationLost(error: unknown): boolean {
  const { routine, code } = postgresErrorOf(error);
  return routine === SHAPE_CHECK || code === UNKNOWN_STATEMENT;
}
