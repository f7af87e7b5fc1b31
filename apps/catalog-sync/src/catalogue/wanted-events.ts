import {
  brandQualificationSubmitted,
  categoryQualificationSubmitted,
  productUpserted,
  type EventDefinition,
} from '@tongbu/contracts';
import type { Sql } from '@tongbu/platform';
import { brandQualificationRules } from '../brand-qualifications/brand-qualification';
import { categoryQualificationRules } from '../category-qualifications/category-qualification';
import type { DesiredProduct } from '../products/product';
import { PRODUCT } from '../products/product.planner';
import type { DesiredQualification } from '../qualifications/qualification';

/** An event that makes a thing wanted as it is wanted now. */
export interface WantedEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

const PAGE = 500;

interface WantedKind {
  readonly kind: string;
  readonly event: EventDefinition;
  /** What the event says beside the version; undefined: the thing is wanted no more. */
  readonly content: (desired: unknown) => object | undefined;
}

/** As the driver returns it: bigints come as text. */
interface WantedRecord {
  readonly entity_id: string;
  readonly desired: unknown;
  readonly desired_version: string | null;
}

const submitted = (desired: unknown) => (desired as DesiredQualification<object>).content;

/** Qualifications first: products wait for them. */
const KINDS: readonly WantedKind[] = [
  { kind: brandQualificationRules.kind, event: brandQualificationSubmitted, content: submitted },
  { kind: categoryQualificationRules.kind, event: categoryQualificationSubmitted, content: submitted },
  { kind: PRODUCT, event: productUpserted, content: upserted },
];

/**
 * What the merchant wants of a mini program's catalogue, as the events that would bring it about, in pages. Left out are
 * products that are deleted, or whose review the merchant has withdrawn.
 */
export async function* wantedEvents(sql: Sql, appId: string): AsyncGenerator<readonly WantedEvent[]> {
  for (const { kind, event, content } of KINDS) {
    for (let after = '', full = true; full;) {
      const records = await sql.query<WantedRecord>(
        `SELECT entity_id, desired, desired_version FROM sync_rows
         WHERE app_id = $1 AND kind = $2 AND entity_id > $3 ORDER BY entity_id LIMIT $4`,
        [appId, kind, after, PAGE],
      );
      full = records.length === PAGE;
      after = records.at(-1)?.entity_id ?? after;
      yield records.flatMap((record) => {
        const wanted = content(record.desired);
        if (wanted === undefined) return [];
        const version = record.desired_version === null ? {} : { version: Number(record.desired_version) };
        return [{ type: event.type, subject: record.entity_id, data: { ...version, ...wanted } }];
      });
    }
  }
}

function upserted(desired: unknown): object | undefined {
  const { content, onSale, withdrawn, deleted } = desired as DesiredProduct;
  return withdrawn || deleted ? undefined : { ...content, onSale };
}
