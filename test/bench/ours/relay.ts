import { setTimeout as sleep } from 'node:timers/promises';
import { OutboxRelay } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { serve } from '../measuring/serve';
import { trickle, wallClock } from '../measuring/trickle';
import { OutboxDatabase, type OutboxOptions } from './outbox-database';

export interface RelayOptions extends OutboxOptions {
  readonly brokers: readonly string[];
}

/** When each event was committed, in ms since 1970, by its id. */
export type Commits = ReadonlyMap<string, number>;

let outbox: OutboxDatabase;
let relay: OutboxRelay;

const commands = {
  async open(options: RelayOptions): Promise<void> {
    outbox = await OutboxDatabase.open(options);
    relay = new OutboxRelay({
      database: outbox.database,
      brokers: options.brokers,
      clientId: 'bench',
      logger: createLogger({ service: 'bench', level: 'warn' }),
    });
    relay.start();
  },

  /** Commits rows and answers how many of them the relay published in a second. */
  async publish(rows: number): Promise<number> {
    await outbox.fill(rows);
    const from = performance.now();
    relay.nudge();
    const unpublished = `SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1`;
    while ((await outbox.database.query(unpublished)).length > 0) await sleep(10);
    return (rows * 1000) / (performance.now() - from);
  },

  /** Commits events one by one, so many in a second, as a service does that nudges its relay after each. */
  async trickle(perSecond: number, ms: number): Promise<Commits> {
    const commits = new Map<string, number>();
    await trickle(perSecond, ms, async () => {
      const { id } = await outbox.commitOne();
      commits.set(id, wallClock());
      relay.nudge();
    });
    return commits;
  },
};

export type RelayCommands = typeof commands;

serve(commands);
