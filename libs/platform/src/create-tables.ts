import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of one thing, and how they go again. */
export interface TablesSql {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** A service's first migration: these tables, in order. `name` ends in the milliseconds by which migrations are ordered. */
export function createTables(name: string, tables: readonly TablesSql[]): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const sql of tables.flatMap(({ up }) => up)) await runner.query(sql);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const sql of tables.toReversed().flatMap(({ down }) => down)) await runner.query(sql);
    }
  };
}
