import type { ChannelCall } from '@tongbu/sync-engine';
import type { QualificationChannel } from '../channel/qualification-channel';
import type { QualificationDesk } from '../qualifications/qualification-desk';
import type { CatalogLists } from '../references/catalog-lists';
import { pictureFields, type BrandContent, type DesiredBrandQualification } from './brand-qualification';

/** Where brands are applied for and listed. */
export class BrandDesk implements QualificationDesk<BrandContent> {
  constructor(
    private readonly channel: QualificationChannel,
    private readonly lists: CatalogLists,
  ) {}

  submit(call: ChannelCall, _: string, content: BrandContent) {
    return this.channel.submitBrand(call, content);
  }

  /** The list has names and ids; a name that was approved for two classes of goods stands there twice. */
  async list(call: ChannelCall, _: string, { content }: DesiredBrandQualification) {
    const brands = await this.lists.approvedBrands(call, 'now');
    if (!brands.ok) return brands;
    const approvedIds = brands.value.filter(({ name }) => name === content.brandName).map(({ id }) => id);
    return { ...brands, value: { need: 'needed' as const, parentIds: null, approvedIds } };
  }

  outdated(): Promise<void> {
    return Promise.resolve();
  }

  withPictures(content: BrandContent, exchanged: (url: string) => string): BrandContent {
    const pictures = pictureFields.map((field) => [field, content[field].map(exchanged)] as const);
    return { ...content, ...Object.fromEntries(pictures) };
  }
}
