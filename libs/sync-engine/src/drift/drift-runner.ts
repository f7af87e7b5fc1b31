import { randomUUID } from 'node:crypto';
import {
  assertUnreachable,
  type Clock,
  type Database,
  type Logger,
  type ServicePart,
  repeatingTask,
} from '@tongbu/platform';
import type { DriftItem, DriftSource, DriftStep } from './drift';

/** A step's calls start within `CALLS_MS`, take at most 10 s each, and are stored well before the lease ends. */
const LEASE_MS = 60_000;
const CALLS_MS = 20_000;
const IDLE_MS = 1_000;

interface LeasedReport {
  readonly id: string;
  readonly app_id: string;
  readonly cursor: unknown;
  readonly started_at: Date;
}

/**
 * Makes the drift reports of one kind, a page at a time, each under a lease. Between pages, and while a quota makes it
 * wait, nothing is held; a killed runner's page is done again by another.
 */
export class DriftRunner {
  constructor(
    private readonly database: Database,
    private readonly source: DriftSource,
    private readonly clock: Clock,
  ) {}

  part(logger: Logger): ServicePart {
    const name = `${this.source.kind} drift reports`;
    return repeatingTask({ name, logger, run: () => this.advance() });
  }

  /** Does one page of a report that is due. Answers the pause until the next, in ms. */
  async advance(): Promise<number> {
    const token = randomUUID();
    const notAfter = this.clock.monotonic() + CALLS_MS;
    const [report] = await this.database.query<LeasedReport>(
      `UPDATE sync_drift_reports SET lease_token = $2, lease_until = now() + $3 * interval '1 ms'
       WHERE id = (
         SELECT id FROM sync_drift_reports
         WHERE kind = $1 AND state = 'running' AND next_time <= now() AND (lease_until IS NULL OR lease_until < now())
         ORDER BY next_time LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, app_id, cursor, started_at`,
      [this.source.kind, token, LEASE_MS],
    );
    if (report === undefined) return IDLE_MS;
    const { id, app_id: appId, cursor, started_at: startedAt } = report;
    const step = await this.source.compare({ id, appId, cursor, startedAt }, notAfter);
    await this.store(id, token, step);
    if (step.kind !== 'later') return 0;
    return Math.min(IDLE_MS, Math.max(0, step.until.getTime() - this.clock.now().getTime()));
  }

  private async store(id: string, token: string, step: DriftStep): Promise<void> {
    const letGo = (changes: string, values: readonly unknown[]) =>
      [
        `UPDATE sync_drift_reports SET lease_token = NULL, lease_until = NULL, ${changes}
         WHERE id = $1 AND lease_token = $2 RETURNING counts`,
        [id, token, ...values],
      ] as const;
    switch (step.kind) {
      case 'later':
        await this.database.query(...letGo('next_time = $3, reason = $4', [step.until, step.reason]));
        return;
      case 'failed':
        await this.database.query(
          ...letGo(`state = 'failed', reason = $3, finished_at = now()`, [step.reason]),
        );
        return;
      case 'page':
        await this.database.transaction(async (tx) => {
          const [held] = await tx.query<{ counts: Readonly<Record<string, number>> }>(
            ...letGo(
              `reason = NULL, next_time = now(), cursor = $3::jsonb, state = CASE WHEN $3::jsonb IS NULL THEN 'done' ELSE state END,
               finished_at = CASE WHEN $3::jsonb IS NULL THEN now() END`,
              [step.cursor === null ? null : JSON.stringify(step.cursor)],
            ),
          );
          if (held === undefined) return; // Another runner has done this page since.
          await tx.query(`UPDATE sync_drift_reports SET counts = $2::jsonb WHERE id = $1`, [
            id,
            JSON.stringify(sum(held.counts, step.counts)),
          ]);
          await tx.query(
            `INSERT INTO sync_drift_seen (report_id, entity_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
            [id, step.seen],
          );
          await tx.query(INSERT_ITEMS, [id, ...columnsOf(step.items)]);
          if (step.cursor === null) await tx.query(`DELETE FROM sync_drift_seen WHERE report_id = $1`, [id]);
        });
        return;
      default:
        assertUnreachable(step);
    }
  }
}

const INSERT_ITEMS = `
  INSERT INTO sync_drift_items (report_id, entity_id, kind, differences, repair, evidence)
  SELECT $1, * FROM unnest($2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[])
  ON CONFLICT DO NOTHING`;

function columnsOf(items: readonly DriftItem[]): unknown[] {
  return [
    items.map(({ entityId }) => entityId),
    items.map(({ kind }) => kind),
    items.map(({ differences }) => JSON.stringify(differences)),
    items.map(({ repair }) => JSON.stringify(repair)),
    items.map(({ evidence }) => JSON.stringify(evidence ?? null)),
  ];
}

function sum(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
