import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Sql } from '@tongbu/platform';
import type { DriveResult } from './driver';
import type { SyncKey } from './row';

const LOOK_AGAIN_MS = 50;

export interface DriveNowOptions {
  /** The generation that the caller waits for: its plan has come to an end. */
  readonly generation: number;
  /** {@link Clock.monotonic} time at which the caller stops waiting. What is under way goes on by itself. */
  readonly until: number;
}

/**
 * Drives a row in this process for somebody who waits, by the same driver and under the same lease as the workers. When
 * another worker has the row, waits for that one's result. Answers whether the plan came to an end in time.
 */
export async function driveNow(
  drive: (key: SyncKey) => Promise<DriveResult>,
  sql: Sql,
  clock: Clock,
  key: SyncKey,
  { generation, until }: DriveNowOptions,
): Promise<boolean> {
  const giveUp = new AbortController();
  const late = delay(Math.max(0, until - clock.monotonic()), false, { signal: giveUp.signal, ref: false });
  const attempt = async (): Promise<boolean> => {
    while (clock.monotonic() < until) {
      const result = await drive(key);
      const row = await rested(sql, key, generation);
      if (row.rested) return true;
      const at = result.kind === 'deferred' ? result.at : row.nextTime;
      const pause = at === null ? LOOK_AGAIN_MS : at.getTime() - clock.now().getTime();
      // A row that another worker has is due only after its lease; that worker may be done at any moment.
      await delay(
        row.leased ? LOOK_AGAIN_MS : Math.max(LOOK_AGAIN_MS, Math.min(pause, until - clock.monotonic())),
      );
    }
    return false;
  };
  try {
    return await Promise.race([attempt(), late]);
  } finally {
    giveUp.abort();
    late.catch(() => undefined);
  }
}

async function rested(sql: Sql, key: SyncKey, generation: number) {
  const [row] = await sql.query<{ rested: boolean; leased: boolean; next_time: Date | null }>(
    `SELECT next_time, lease_until > now() AS leased,
       observed_generation >= $4 AND (state = 'parked' OR rested_generation >= $4) AS rested
     FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = $3`,
    [key.appId, key.kind, key.entityId, generation],
  );
  return { rested: row?.rested === true, leased: row?.leased === true, nextTime: row?.next_time ?? null };
}
