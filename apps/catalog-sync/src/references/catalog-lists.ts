import type { Clock, Database } from '@tongbu/platform';
import { ReferenceLists, type ChannelCall, type ChannelResult, type Look } from '@tongbu/sync-engine';
import type { Brand, CatalogChannel, Category } from '../channel/catalog-channel';

export type ListName = 'categories' | 'approved-categories' | 'approved-brands';

/** What WeChat has approved. */
export const APPROVALS = ['approved-brands', 'approved-categories'] as const satisfies readonly ListName[];

const MINUTE = 60_000;
/** The category list is large and strictly limited at WeChat: about once a day. */
const AGES = {
  categories: { longestMs: 24 * 60 * MINUTE, shortestMs: 60 * MINUTE },
  'approved-categories': { longestMs: 10 * MINUTE, shortestMs: MINUTE },
  'approved-brands': { longestMs: 10 * MINUTE, shortestMs: MINUTE },
};

/** WeChat's lists of categories and approvals. */
export class CatalogLists {
  private readonly lists: ReferenceLists<ListName>;

  constructor(
    database: Database,
    private readonly channel: CatalogChannel,
    clock: Clock,
  ) {
    this.lists = new ReferenceLists<ListName>(database, clock, AGES);
  }

  categories(call: ChannelCall, look: Look = 'cached'): Promise<ChannelResult<Category[]>> {
    return this.lists.read(call.appId, 'categories', look, () => this.channel.categories(call));
  }

  approvedCategories(call: ChannelCall, look: Look = 'cached'): Promise<ChannelResult<number[]>> {
    return this.lists.read(call.appId, 'approved-categories', look, () =>
      this.channel.approvedCategories(call),
    );
  }

  approvedBrands(call: ChannelCall, look: Look = 'cached'): Promise<ChannelResult<Brand[]>> {
    return this.lists.read(call.appId, 'approved-brands', look, () => this.channel.approvedBrands(call));
  }

  /** WeChat's answer does not fit the list: it is read again when it is next asked for, unless it is quite new. */
  contradicted(appId: string, name: ListName): Promise<void> {
    return this.lists.contradicted(appId, name);
  }
}
