import type { ChannelCall } from '@tongbu/sync-engine';
import type { QualificationChannel } from '../channel/qualification-channel';
import type { Listing } from '../qualifications/qualification';
import type { QualificationDesk } from '../qualifications/qualification-desk';
import type { CatalogLists } from '../references/catalog-lists';
import type { CategoryContent } from './category-qualification';

/** Where categories are applied for and listed. */
export class CategoryDesk implements QualificationDesk<CategoryContent> {
  constructor(
    private readonly channel: QualificationChannel,
    private readonly lists: CatalogLists,
  ) {}

  submit(call: ChannelCall, categoryId: string, content: CategoryContent, listing: Listing | null) {
    const [level1, level2] = listing?.parentIds ?? [0, 0];
    return this.channel.submitCategory(call, [level1, level2, Number(categoryId)], content);
  }

  /** The large list of all categories may be a day old; the short one of approved categories is asked now. */
  async list(call: ChannelCall, categoryId: string) {
    const id = Number(categoryId);
    const categories = await this.lists.categories(call);
    if (!categories.ok) return categories;
    const approved = await this.lists.approvedCategories(call, 'now');
    if (!approved.ok) return approved;
    const category = categories.value.find((row) => row.id === id);
    return {
      ...approved,
      value: {
        need: needOf(category?.qualification),
        parentIds: category?.parentIds ?? null,
        approvedIds: approved.value.filter((row) => row === id),
      },
    };
  }

  outdated(appId: string): Promise<void> {
    return this.lists.contradicted(appId, 'categories');
  }

  withPictures(
    { licenseImages, certificates }: CategoryContent,
    exchanged: (url: string) => string,
  ): CategoryContent {
    return { licenseImages: licenseImages.map(exchanged), certificates: certificates.map(exchanged) };
  }
}

function needOf(qualification: 'none' | 'required' | 'optional' | undefined): Listing['need'] {
  switch (qualification) {
    case undefined:
      return 'unknown';
    case 'none':
      return 'none';
    case 'required':
    case 'optional':
      return 'needed';
  }
}
