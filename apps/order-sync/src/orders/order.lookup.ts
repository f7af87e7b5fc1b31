import type { Sql } from '@tongbu/platform';
import { ORDER } from './order.planner';

/** Finds orders by WeChat's own id, for callbacks that carry no other. */
export const orderLookupSql = {
  up: [
    `CREATE INDEX sync_rows_wechat_order ON sync_rows (app_id, (observed->>'wechatId')) WHERE kind = '${ORDER}'`,
  ],
  down: [`DROP INDEX sync_rows_wechat_order`],
};

export async function orderOfWechatId(
  sql: Sql,
  appId: string,
  wechatId: string,
): Promise<string | undefined> {
  const [row] = await sql.query<{ entity_id: string }>(
    `SELECT entity_id FROM sync_rows WHERE app_id = $1 AND kind = '${ORDER}' AND observed->>'wechatId' = $2`,
    [appId, wechatId],
  );
  return row?.entity_id;
}
