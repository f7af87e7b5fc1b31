import { CodedError, type Sql, type Transaction } from '@tongbu/platform';
import { AFTERSALE } from './aftersale.planner';

/** An after-sale is found by WeChat's id, by the merchant's, and by the one the merchant linked to it. */
export const aftersaleRowsSql = {
  up: [
    `CREATE INDEX sync_rows_wechat_aftersale ON sync_rows (app_id, (observed->>'wechatId')) WHERE kind = '${AFTERSALE}'`,
    `CREATE INDEX sync_rows_wechat_out_aftersale ON sync_rows (app_id, (observed->'aftersale'->>'merchantId'))
     WHERE kind = '${AFTERSALE}'`,
    `CREATE INDEX sync_rows_linked_aftersale ON sync_rows (app_id, (desired->>'merchantId')) WHERE kind = '${AFTERSALE}'`,
    `CREATE INDEX sync_rows_complaint ON sync_rows (app_id, (observed->'complaint'->>'wechatComplaintId'))
     WHERE kind = '${AFTERSALE}'`,
  ],
  down: [
    `DROP INDEX sync_rows_complaint`,
    `DROP INDEX sync_rows_linked_aftersale`,
    `DROP INDEX sync_rows_wechat_out_aftersale`,
    `DROP INDEX sync_rows_wechat_aftersale`,
  ],
};

/** WeChat's ids have 16 digits today and may grow. */
const LIKE_WECHATS = /^\d{15,}$/;

/** Which row an after-sale is, by whatever id it is named. */
export class AftersaleRows {
  constructor(private readonly sql: Sql) {}

  /**
   * The row that an id stands for; the id itself where there is none. A row that was begun for an after-sale of the
   * merchant's, because its callback came before we knew its id at WeChat, gives way to the merchant's row.
   */
  async find(tx: Transaction, appId: string, id: string): Promise<string> {
    const [row] = await tx.query<{ entity_id: string }>(
      `SELECT entity_id FROM sync_rows
       WHERE app_id = $1 AND kind = '${AFTERSALE}' AND observed->>'sameAs' IS NULL
         AND (entity_id = $2 OR observed->>'wechatId' = $2 OR desired->>'merchantId' = $2
           OR observed->'aftersale'->>'merchantId' = $2)
       ORDER BY entity_id = $2, entity_id LIMIT 1`,
      [appId, id],
    );
    return row?.entity_id ?? id;
  }

  /** The row that gets an id of the merchant's. Throws when the id names another one. */
  async findToLink(tx: Transaction, appId: string, wechatId: string, merchantId: string): Promise<string> {
    refuseWechatId(merchantId);
    const target = await this.find(tx, appId, wechatId);
    const named = await this.find(tx, appId, merchantId);
    if (named === target) return target;
    if (named !== merchantId || (await this.exists(tx, appId, merchantId))) {
      throw new CodedError('aftersale-id-used', `subject: ${merchantId} names another after-sale`, false);
    }
    return target;
  }

  /** The row of the after-sale a complaint hangs on, as far as we have seen it. */
  async ofComplaint(tx: Sql, appId: string, complaintId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ entity_id: string }>(
      `SELECT entity_id FROM sync_rows WHERE app_id = $1 AND kind = '${AFTERSALE}'
         AND observed->'complaint'->>'wechatComplaintId' = $2`,
      [appId, complaintId],
    );
    return row?.entity_id;
  }

  /** The complaint that was last seen on an after-sale. */
  async complaintState(
    tx: Sql,
    appId: string,
    entityId: string,
  ): Promise<{ readonly wechatComplaintId: string; readonly rawState: number } | null> {
    const [row] = await tx.query<{ complaint: { wechatComplaintId: string; rawState: number } | null }>(
      `SELECT observed->'complaint' AS complaint FROM sync_rows
       WHERE app_id = $1 AND kind = '${AFTERSALE}' AND entity_id = $2`,
      [appId, entityId],
    );
    return row?.complaint ?? null;
  }

  /** Whether the merchant has opened an after-sale under this id. It has a row before WeChat hears of it. */
  async isOpenedByMerchant(appId: string, merchantId: string): Promise<boolean> {
    const rows = await this.sql.query(
      `SELECT 1 FROM sync_rows WHERE app_id = $1 AND kind = '${AFTERSALE}' AND entity_id = $2
         AND desired->>'opening' IS NOT NULL`,
      [appId, merchantId],
    );
    return rows.length > 0;
  }

  private async exists(tx: Sql, appId: string, entityId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM sync_rows WHERE app_id = $1 AND kind = '${AFTERSALE}' AND entity_id = $2`,
      [appId, entityId],
    );
    return rows.length > 0;
  }
}

/** An id of the merchant's that could be one of WeChat's would name two things. */
export function refuseWechatId(merchantId: string): void {
  if (!LIKE_WECHATS.test(merchantId)) return;
  throw new CodedError(
    'aftersale-id-ambiguous',
    `subject: ${merchantId} looks like an id of WeChat's; expected one of your own that is not of digits alone`,
    false,
  );
}
