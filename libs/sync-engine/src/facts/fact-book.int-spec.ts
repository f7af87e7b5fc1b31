import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '@tongbu/contracts';
import { Inbox } from '@tongbu/messaging';
import type { Database } from '@tongbu/platform';
import { eventually } from '@tongbu/testing';
import { createEngineDatabase } from '../../test-support/engine-database';
import { changeDesired } from '../intake';
import { FactBook } from './fact-book';

const APP = 'wx0123456789abcdef';
interface Bulb {
  readonly lit: boolean;
}

let database: Database;
let drop: () => Promise<void>;
let facts: FactBook;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
  facts = new FactBook(database, new Inbox(), ['lamp']);
});
afterAll(() => drop());

const event = (id: string = randomUUID()): CloudEvent => ({
  specversion: '1.0',
  id,
  source: '/bulbs',
  type: 'bulb.changed.v1',
  subject: 'B-1',
  appid: APP,
  data: {},
});

async function generationOfRowWaitingFor(subject: string): Promise<() => Promise<number>> {
  const entityId = randomUUID();
  await database.transaction((tx) =>
    changeDesired(
      tx,
      { appId: APP, kind: 'lamp', entityId },
      {
        version: undefined,
        lane: 'content',
        timeline: { type: 'event', summary: 'changed' },
        change: () => ({ kind: 'desired', desired: {} }),
      },
    ),
  );
  await database.query(
    `UPDATE sync_rows SET waiting_for = ARRAY[$2], next_time = NULL WHERE entity_id = $1`,
    [entityId, subject],
  );
  return async () => {
    const [row] = await database.query<{ generation: string; due: boolean }>(
      `SELECT generation FROM sync_rows WHERE entity_id = $1`,
      [entityId],
    );
    return Number(row?.generation);
  };
}

it('keeps what was heard last, and knows nothing of what nobody spoke of', async () => {
  await facts.learn<Bulb>(event(), 'bulb:a', () => ({ lit: false }));
  await facts.learn<Bulb>(event(), 'bulb:a', (known) => ({ lit: known?.lit === false }));
  await expect(facts.read<Bulb>(APP, ['bulb:a', 'bulb:z'])).resolves.toEqual(
    new Map([['bulb:a', { lit: true }]]),
  );
  await expect(facts.read('wxfedcba9876543210', ['bulb:a'])).resolves.toEqual(new Map());
});

it('takes an event once', async () => {
  const once = event();
  const count = (known: { n: number } | undefined) => ({ n: (known?.n ?? 0) + 1 });
  await facts.learn(once, 'bulb:b', count);
  await facts.learn(once, 'bulb:b', count);
  await expect(facts.read(APP, ['bulb:b'])).resolves.toEqual(new Map([['bulb:b', { n: 1 }]]));
});

it('wakes the rows that wait for the subject, and no others, when something changed', async () => {
  const waiting = await generationOfRowWaitingFor('bulb:c');
  const other = await generationOfRowWaitingFor('bulb:d');
  await facts.learn<Bulb>(event(), 'bulb:c', () => ({ lit: true }));
  await expect(waiting()).resolves.toBe(2);
  await facts.learn<Bulb>(event(), 'bulb:c', () => ({ lit: true }));
  await expect(waiting()).resolves.toBe(2);
  await expect(other()).resolves.toBe(1);
});

it('loses no change when two events about a subject are taken at once', async () => {
  const add = (known: { n: number } | undefined) => ({ n: (known?.n ?? 0) + 1 });
  await Promise.all(Array.from({ length: 8 }, () => facts.learn(event(), 'bulb:e', add)));
  await expect(facts.read(APP, ['bulb:e'])).resolves.toEqual(new Map([['bulb:e', { n: 8 }]]));
});

it('does not read past an event that is being taken, which has looked for waiting rows before this one waits', async () => {
  let read: Promise<unknown> | undefined;
  let seen = false;
  await database.transaction(async (tx) => {
    await facts.store<Bulb>(tx, APP, 'bulb:f', () => ({ lit: true }));
    read = facts.read<Bulb>(APP, ['bulb:f', 'bulb:z']).finally(() => (seen = true));
    await eventually(async () => {
      const waiting = await database.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      expect(waiting).toHaveLength(1);
    });
    expect(seen).toBe(false);
  });
  await expect(read).resolves.toEqual(new Map([['bulb:f', { lit: true }]]));
});
