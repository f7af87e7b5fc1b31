import type { Transaction } from '@tongbu/platform';

/** Remembers which events were taken, so that one that comes again changes nothing. */
export class Inbox {
  /**
   * Call it in the transaction that does the work. False when the event was taken before; it waits for a transaction
   * that is just taking it.
   */
  async accept(tx: Transaction, { source, id }: { source: string; id: string }): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO inbox (source, id) VALUES ($1, $2) ON CONFLICT (source, id) DO NOTHING RETURNING id`,
      [source, id],
    );
    return rows.length === 1;
  }
}

/**
 * Remembers the events of `given`, as part of a larger statement, and returns `source` and `id` of those not taken before.
 * One order for everybody: a statement waits for whoever is just taking one of them.
 */
export function acceptEvents(given: string): string {
  return `INSERT INTO inbox (source, id) SELECT source, id FROM ${given} ORDER BY source, id
    ON CONFLICT (source, id) DO NOTHING RETURNING source, id`;
}
