import type { Sql } from '@tongbu/platform';
import { CLOSED_MS } from '@tongbu/wechat';
import { COMPONENT_OPEN } from './call-outcome';
import { wakeMany } from './waiting';

/** By then no process goes by WeChat's last refusal any more. */
const OPEN_FOR_ALL = { notBeforeMs: CLOSED_MS + 1_000 };

/** WeChat has opened the component for a mini program: everything of these kinds goes on that waited for it. */
export async function componentOpened(sql: Sql, appId: string, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) await wakeMany(sql, appId, kind, [COMPONENT_OPEN], OPEN_FOR_ALL);
}
