import type { FactBook } from '@tongbu/sync-engine';
import type { Accounts } from '@tongbu/wechat';
import { Scenes } from './scenes';

/** Its name in the book of facts. */
export const SCENES_SUBJECT = 'scenes';

export interface SceneFact {
  readonly open: readonly number[];
}

/** As access-sync has published them; until it has, as the account is configured. */
export class PublishedScenes extends Scenes {
  constructor(
    private readonly facts: Pick<FactBook, 'read'>,
    private readonly accounts: Pick<Accounts, 'get'>,
  ) {
    super();
  }

  override async open(appId: string): Promise<number[]> {
    const told = (await this.facts.read<SceneFact>(appId, [SCENES_SUBJECT])).get(SCENES_SUBJECT);
    return [...(told?.open ?? this.configured(appId))];
  }

  configured(appId: string): readonly number[] {
    return this.accounts.get(appId)?.sceneGroups ?? [];
  }
}
