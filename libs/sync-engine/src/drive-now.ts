import { setTimeout as delay } from 'node:timers/promises';
import { inTime, type Clock, type Sql } from '@tongbu/platform';
import type { DriveResult } from './driver';
import type { SyncKey, SyncRow } from './row';
import { ROW, toSyncRow, type SyncRecord } from './row-mapper';

const LOOK_AGAIN_MS = 50;

export interface DriveNowOptions {
  /** The generation that the caller waits for: its plan has come to an end. */
  readonly generation: number;
  /** {@link Clock.monotonic} time at which the caller stops waiting. What is under way goes on by itself. */
  readonly until: number;
}

/**
 * Drives a row in this process for somebody who waits, by the same driver and under the same lease as the workers. When
 * another worker has the row, waits for that one's result. `first`: a drive that is under way already. Answers the row with
 * its plan at an end, undefined when that took too long.
 */
export async function driveNow<Desired, Observed>(
  drive: (key: SyncKey) => Promise<DriveResult<Desired, Observed>>,
  sql: Sql,
  clock: Clock,
  key: SyncKey,
  { generation, until }: DriveNowOptions,
  first?: Promise<DriveResult<Desired, Observed>>,
): Promise<SyncRow<Desired, Observed> | undefined> {
  const attempt = async (): Promise<SyncRow<Desired, Observed> | undefined> => {
    let underWay = first;
    while (clock.monotonic() < until) {
      const result = await (underWay ?? drive(key));
      underWay = undefined;
      if (result.kind === 'done' && (result.ended?.observedGeneration ?? 0) >= generation)
        return result.ended;
      const row = await look(sql, key, generation);
      if (row?.rested === true) return toSyncRow(row);
      const at = result.kind === 'deferred' ? result.at : (row?.next_time ?? null);
      const pause = at === null ? LOOK_AGAIN_MS : at.getTime() - clock.now().getTime();
      // Another worker that has the row may be done at any moment, whenever the row is due.
      await delay(
        row?.leased === true
          ? LOOK_AGAIN_MS
          : Math.max(LOOK_AGAIN_MS, Math.min(pause, until - clock.monotonic())),
      );
    }
    return undefined;
  };
  return inTime(attempt(), Math.max(0, until - clock.monotonic()));
}

async function look(sql: Sql, key: SyncKey, generation: number) {
  const [row] = await sql.query<
    SyncRecord & { readonly rested: boolean; readonly leased: boolean; readonly next_time: Date | null }
  >(
    `SELECT ${ROW}, next_time, COALESCE(lease_until > now(), false) AS leased,
       observed_generation >= $4 AND (state = 'parked' OR rested_generation >= $4) AS rested
     FROM sync_rows s WHERE app_id = $1 AND kind = $2 AND entity_id = $3`,
    [key.appId, key.kind, key.entityId, generation],
  );
  return row;
}
