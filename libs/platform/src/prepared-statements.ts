import type { QueryRunner } from 'typeorm';

/**
 * Statements with parameters are prepared once per connection: Postgres then neither parses nor plans them again, which for
 * most of ours takes longer than running them. They need a session of their own; a pooler in between has to know them.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>();
  private given = 0;

  /**
   * Runs a statement. One whose result has got another shape, because a migration changed its table, is prepared anew the
   * next time; this time it fails, see {@link isPlanOutdated}.
   */
  async run<Row extends object>(
    runner: QueryRunner,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<Row[]> {
    try {
      const result = await runner.query(this.statement(sql, parameters), [...parameters], true);
      return (result.records ?? []) as Row[];
    } catch (error) {
      if (isPlanOutdated(error)) this.names.delete(sql);
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

/** Whether a statement failed only because its table was changed since it was prepared. By what raises it: its text is translated. */
export function isPlanOutdated(error: unknown): boolean {
  const { driverError } = error as { driverError?: { readonly routine?: unknown } };
  return driverError?.routine === 'RevalidateCachedQuery';
}
