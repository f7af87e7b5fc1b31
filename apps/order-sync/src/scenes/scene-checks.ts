import type { Clock, Database, Transaction } from '@tongbu/platform';
import type { ChannelCall } from '@tongbu/sync-engine';
import { askInTime, type Asked } from '../checkouts/ask-in-time';
import type { OrderChannel, SceneCheck } from '../channel/order-channel';

/** WeChat documentation: do not hard-code scenes; ask, and cache per scene. It does not say for how long. */
const HOLDS = `interval '1 hour'`;

/** What WeChat said of launch scenes, for all replicas. */
export const sceneChecksSql = {
  up: [
    `CREATE TABLE scene_checks (
      app_id text NOT NULL,
      scene integer NOT NULL,
      must_push boolean NOT NULL,
      required_fund_type integer,
      checked_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, scene)
    )`,
  ],
  down: [`DROP TABLE scene_checks`],
};

/** Tells what WeChat answered, in the transaction that keeps it. */
export type TellSceneCheck = (
  tx: Transaction,
  appId: string,
  check: SceneCheck & { readonly scene: number },
) => Promise<void>;

/** Whether orders from a launch scene need to be at WeChat, asked once an hour for each. */
export class SceneChecks {
  constructor(
    private readonly database: Database,
    private readonly channel: OrderChannel,
    private readonly clock: Clock,
    private readonly tell: TellSceneCheck = async () => undefined,
  ) {}

  async check(call: ChannelCall, scene: number): Promise<Asked<SceneCheck>> {
    const [known] = await this.database.query<{ must_push: boolean; required_fund_type: number | null }>(
      `SELECT must_push, required_fund_type FROM scene_checks
       WHERE app_id = $1 AND scene = $2 AND checked_at > now() - ${HOLDS}`,
      [call.appId, scene],
    );
    if (known !== undefined) {
      const value = { mustPush: known.must_push, requiredFundType: known.required_fund_type };
      return { kind: 'answered', value };
    }
    const asked = await askInTime(this.clock, call.notAfter, () => this.channel.checkScene(call, scene));
    if (asked.kind === 'answered') {
      const { mustPush, requiredFundType } = asked.value;
      await this.database.transaction(async (tx) => {
        await tx.query(
          `INSERT INTO scene_checks (app_id, scene, must_push, required_fund_type) VALUES ($1, $2, $3, $4)
           ON CONFLICT (app_id, scene) DO UPDATE SET must_push = EXCLUDED.must_push,
             required_fund_type = EXCLUDED.required_fund_type, checked_at = now()`,
          [call.appId, scene, mustPush, requiredFundType],
        );
        await this.tell(tx, call.appId, { scene, mustPush, requiredFundType });
      });
    }
    return asked;
  }
}
