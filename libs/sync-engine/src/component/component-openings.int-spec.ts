import { randomUUID } from 'node:crypto';
import type { Database } from '@tongbu/platform';
import { createEngineDatabase } from '../../test-support/engine-database';
import { COMPONENT_OPEN } from '../call-outcome';
import { changeDesired } from '../intake';
import { componentOpened, wakeOpened } from './component-openings';

const APP = 'wx0123456789abcdef';
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());

/** A row that waits for an hour, or until the component is open. Answers whether it is due. */
async function waitingRow(kind = 'lamp', appId = APP): Promise<() => Promise<boolean>> {
  const entityId = randomUUID();
  await database.transaction((tx) =>
    changeDesired(
      tx,
      { appId, kind, entityId },
      {
        version: undefined,
        lane: 'content',
        timeline: { type: 'event', summary: 'changed' },
        change: () => ({ kind: 'desired', desired: {} }),
      },
    ),
  );
  await database.query(
    `UPDATE sync_rows SET waiting_for = ARRAY[$2], next_time = now() + interval '1 hour' WHERE entity_id = $1`,
    [entityId, COMPONENT_OPEN],
  );
  return async () => {
    const [row] = await database.query<{ due: boolean }>(
      `SELECT next_time <= now() AS due FROM sync_rows WHERE entity_id = $1`,
      [entityId],
    );
    return row?.due === true;
  };
}

const opened = (afterMs: number) => componentOpened(database, APP, ['lamp'], afterMs);
const wake = () => wakeOpened(database, 'lamp');

it('wakes what waits, once, and nothing of another mini program or kind', async () => {
  const [waiting, elsewhere, other] = [
    await waitingRow(),
    await waitingRow('lamp', 'wxffffffffffffffff'),
    await waitingRow('chair'),
  ];
  await opened(0);
  await wake();
  expect([await waiting(), await elsewhere(), await other()]).toEqual([true, false, false]);
  const later = await waitingRow();
  await wake();
  expect(await later()).toBe(false);
});

it('wakes also what was held back after the opening was told, by somebody who did not know yet', async () => {
  await opened(3_600_000);
  await wake();
  const heldBack = await waitingRow();
  await wake();
  expect(await heldBack()).toBe(false);
  await database.query(`UPDATE component_openings SET wake_at = now()`);
  await wake();
  expect(await heldBack()).toBe(true);
  expect(await database.query(`SELECT 1 FROM component_openings`)).toEqual([]);
});
