import type { Database, Sql } from '@tongbu/platform';
import { wakeWaiting } from '@tongbu/sync-engine';
import { SHIPMENT } from '../shipments/shipment.planner';
import { carrierFact, comparable } from './carrier-names';

/** The table of {@link CarrierMappings}, for the service's migration. */
export const carrierMappingsSql = {
  up: [
    `CREATE TABLE carrier_mappings (
      app_id text NOT NULL,
      name text NOT NULL,
      given text NOT NULL,
      carrier_id text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, name)
    )`,
  ],
  down: [`DROP TABLE carrier_mappings`],
};

/** What an operator said about a carrier that the shop calls by a code or name of its own. */
export interface CarrierMapping {
  /** As the operator wrote it. */
  readonly name: string;
  readonly carrierId: string;
  readonly updatedAt: Date;
}

interface MappingRecord {
  readonly name: string;
  readonly given: string;
  readonly carrier_id: string;
  readonly updated_at: Date;
}

/** The operator's table of carriers. Parcels that wait for one of its names go on when it is there. */
export class CarrierMappings {
  constructor(private readonly database: Database) {}

  /**
   * The carrier of the first of these names that is mapped. Waits for a mapping of one of them that is just being stored:
   * its transaction has looked for waiting parcels already.
   */
  async find(appId: string, names: readonly string[]): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      for (const name of names) await lock(tx, 'pg_advisory_xact_lock_shared', appId, name);
      const records = await tx.query<MappingRecord>(
        `SELECT * FROM carrier_mappings WHERE app_id = $1 AND name = ANY($2::text[])`,
        [appId, names],
      );
      return names.flatMap((name) => records.filter((record) => record.name === name))[0]?.carrier_id;
    });
  }

  async list(appId: string): Promise<CarrierMapping[]> {
    const records = await this.database.query<MappingRecord>(
      `SELECT * FROM carrier_mappings WHERE app_id = $1 ORDER BY name`,
      [appId],
    );
    return records.map(mappingOf);
  }

  async get(appId: string, name: string): Promise<CarrierMapping | undefined> {
    const [record] = await this.database.query<MappingRecord>(
      `SELECT * FROM carrier_mappings WHERE app_id = $1 AND name = $2`,
      [appId, comparable(name)],
    );
    return record && mappingOf(record);
  }

  /** Stores the mapping and wakes the parcels that wait for it, in one transaction. */
  async put(appId: string, name: string, carrierId: string): Promise<CarrierMapping> {
    return this.database.transaction(async (tx) => {
      await lock(tx, 'pg_advisory_xact_lock', appId, comparable(name));
      const [record] = await tx.query<MappingRecord>(
        `INSERT INTO carrier_mappings (app_id, name, given, carrier_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (app_id, name) DO UPDATE
           SET given = EXCLUDED.given, carrier_id = EXCLUDED.carrier_id, updated_at = now()
         RETURNING *`,
        [appId, comparable(name), name, carrierId],
      );
      if (record === undefined) throw new Error('an upsert that returns its row returned none');
      await wakeWaiting(tx, appId, SHIPMENT, [carrierFact(name)]);
      return mappingOf(record);
    });
  }

  /** What was sent stays as it is. Answers false when there was none. */
  async remove(appId: string, name: string): Promise<boolean> {
    const removed = await this.database.query(
      `DELETE FROM carrier_mappings WHERE app_id = $1 AND name = $2 RETURNING 1`,
      [appId, comparable(name)],
    );
    return removed.length > 0;
  }
}

async function lock(
  tx: Sql,
  how: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared',
  appId: string,
  name: string,
): Promise<void> {
  await tx.query(`SELECT ${how}(hashtextextended($1, 2))`, [`${appId}|${carrierFact(name)}`]);
}

function mappingOf({ given, carrier_id, updated_at }: MappingRecord): CarrierMapping {
  return { name: given, carrierId: carrier_id, updatedAt: updated_at };
}
