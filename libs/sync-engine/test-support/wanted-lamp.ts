import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '@tongbu/contracts';
import type { Database, Lane } from '@tongbu/platform';
import { changeDesired } from '../src/intake';
import type { SyncKey } from '../src/row';
import type { Wanted } from './row-store.suite';

/** A change to a lamp with this text. */
export const want = (text: string) => () => ({ kind: 'desired', desired: { text } }) as const;

/** The merchant's event that a lamp is wanted, each with an id of its own. */
export const lampWanted = (
  appid: string,
  subject: string,
  version?: number,
): CloudEvent<{ version?: number }> => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/test',
  type: 'test.lamp.wanted.v1',
  subject,
  appid,
  data: { version },
});

/** Stores what is wanted of a lamp, without an event. */
export async function storeWanted(
  database: Database,
  key: SyncKey,
  desired: Wanted,
  lane: Lane = 'content',
): Promise<void> {
  await database.transaction((tx) =>
    changeDesired<Wanted>(tx, key, {
      version: undefined,
      lane,
      timeline: { type: 'event', summary: 'changed' },
      change: () => ({ kind: 'desired', desired }),
    }),
  );
}
