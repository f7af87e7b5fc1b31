import { NO_BRAND } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { CallError } from '@tongbu/wechat';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { Category } from '../channel/catalog-channel';
import type { Scenes } from '../scenes/scenes';
import type { CatalogLists } from '../references/catalog-lists';
import type { ProductState, References } from './product';
import { PRODUCT_ERRORS } from './product.errors';

/** Looks up whether a product's category and brand can be used. */
export class ProductReferences {
  constructor(
    private readonly lists: CatalogLists,
    private readonly scenes: Scenes,
    private readonly clock: Clock,
  ) {}

  /**
   * `refused`: WeChat has just said that the category needs an approval, whatever its list says. That stays true until
   * there is one, or the list needs none.
   */
  async check(
    call: ChannelCall,
    { desired, observed, generation }: ProductState,
    refused = false,
  ): Promise<ChannelResult<References>> {
    const { categoryId, brandId } = desired.content;
    const categories = await this.lists.categories(call);
    if (!categories.ok) return categories;
    const found = categories.value.find(({ id }) => id === categoryId);
    const before = observed?.references;
    const wasRefused =
      before?.categoryId === categoryId &&
      before.category === 'needs-approval' &&
      found?.qualification !== 'none';
    const category = await this.categoryState(call, found, refused || wasRefused);
    if (!category.ok) return category;
    const brand = await this.brandState(call, brandId);
    if (!brand.ok) return brand;
    const scenes = await this.scenes.open(call.appId);
    const checkedAt = this.clock.now().toISOString();
    const value = {
      categoryId,
      brandId,
      category: category.value,
      brand: brand.value,
      scenes,
      checkedAt,
      generation,
    };
    return { ok: true, value, note: { ...category.note, ...brand.note } };
  }

  /**
   * WeChat refused a product for its category or brand although our lists had it: reads them again, once for all
   * products, and answers what is wrong. `undefined`: the lists have nothing against it, so WeChat's words stand.
   */
  async afterRefusal(
    call: ChannelCall,
    state: ProductState,
    error: CallError,
  ): Promise<ChannelResult<References> | undefined> {
    if (error.kind !== 'refused') return undefined;
    const { appId } = call;
    switch (error.code) {
      case PRODUCT_ERRORS.categoryUnknown:
      case PRODUCT_ERRORS.categoryGone:
        await this.lists.contradicted(appId, 'categories');
        return unless('category', await this.check(call, state));
      case PRODUCT_ERRORS.categoryNotApproved:
        await this.lists.contradicted(appId, 'approved-categories');
        return unless('category', await this.check(call, state, true));
      case PRODUCT_ERRORS.brandNotApproved:
        await this.lists.contradicted(appId, 'approved-brands');
        return unless('brand', await this.check(call, state));
      default:
        return undefined;
    }
  }

  private async categoryState(
    call: ChannelCall,
    category: Category | undefined,
    needsApproval: boolean,
  ): Promise<ChannelResult<References['category']>> {
    const note = {};
    if (category === undefined) return { ok: true, value: 'unknown', note };
    if (category.qualification === 'required' || needsApproval) {
      const approved = await has(category.id, (look) => this.lists.approvedCategories(call, look));
      if (!approved.ok) return approved;
      if (!approved.value) return { ok: true, value: 'needs-approval', note: approved.note };
    }
    const value = category.productQualification === 'required' ? 'needs-product-pictures' : 'usable';
    return { ok: true, value, note };
  }

  private async brandState(call: ChannelCall, brandId: number): Promise<ChannelResult<References['brand']>> {
    if (brandId === NO_BRAND) return { ok: true, value: 'usable', note: {} };
    const approved = await has(brandId, async (look) => {
      const brands = await this.lists.approvedBrands(call, look);
      return brands.ok ? { ...brands, value: brands.value.map(({ id }) => id) } : brands;
    });
    if (!approved.ok) return approved;
    return { ok: true, value: approved.value ? 'usable' : 'needs-approval', note: approved.note };
  }
}

/** Whether a list has an id. A "no" is made sure of: an approval that is just being stored must not be missed. */
async function has(
  id: number,
  list: (look: 'cached' | 'sure') => Promise<ChannelResult<readonly number[]>>,
): Promise<ChannelResult<boolean>> {
  const cached = await list('cached');
  if (!cached.ok) return cached;
  if (cached.value.includes(id)) return { ...cached, value: true };
  const sure = await list('sure');
  return sure.ok ? { ...sure, value: sure.value.includes(id) } : sure;
}

function unless(
  part: 'category' | 'brand',
  checked: ChannelResult<References>,
): ChannelResult<References> | undefined {
  if (!checked.ok) return checked;
  const state = checked.value[part];
  return state === 'unknown' || state === 'needs-approval' ? checked : undefined;
}
