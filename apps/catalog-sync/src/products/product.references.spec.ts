import { merchantProduct, productUpserted } from '@tongbu/contracts';
import { FakeClock } from '@tongbu/testing';
import type { CallError } from '@tongbu/wechat';
import type { Look } from '@tongbu/sync-engine';
import type { CatalogLists } from '../references/catalog-lists';
import { nothingObserved, type ProductState, type References } from './product';
import { ProductReferences } from './product.references';

const call = { appId: 'wx7f3d2a9c5b1e8046', lane: 'content', notAfter: 0 } as const;
const WINE = 13_000_501;
const { version: _, onSale: __, ...content } = merchantProduct.parse(productUpserted.sample);
const ok = <T>(value: T) => ({ ok: true as const, value, note: {} });

function productIn(categoryId: number, known: Partial<References> | null = null): ProductState {
  const references = known && ({ categoryId, brand: 'usable', ...known } as References);
  return {
    appId: call.appId,
    entityId: 'P-1',
    desired: {
      content: { ...content, categoryId, brandId: 710_901 },
      onSale: true,
      withdrawn: false,
      deleted: false,
    },
    desiredVersion: 1,
    desiredGeneration: 1,
    generation: 4,
    hint: null,
    observed: { ...nothingObserved, references },
    intent: null,
    refusal: null,
  };
}

/** The lists, as this process remembers them and as they are. */
class Lists {
  need = 'required';
  cached: number[] = [];
  approved: number[] = [];
  brands: number[] = [710_901];
  contradictedLists: string[] = [];

  async categories() {
    return ok(
      this.need === 'gone' ? [] : [{ id: WINE, qualification: this.need, productQualification: 'none' }],
    );
  }
  async approvedCategories(_call: unknown, look: Look) {
    return ok(look === 'cached' ? this.cached : this.approved);
  }
  async approvedBrands() {
    return ok(this.brands.map((id) => ({ id, name: '云窑' })));
  }
  async contradicted(_appId: string, name: string) {
    this.contradictedLists.push(name);
  }
}

let lists: Lists;
let references: ProductReferences;
beforeEach(() => {
  lists = new Lists();
  references = new ProductReferences(
    lists as unknown as CatalogLists,
    { open: async () => [1] },
    new FakeClock(),
  );
});

const check = async (state: ProductState) => {
  const checked = await references.check(call, state);
  return checked.ok ? checked.value : undefined;
};
const refused = (code: number) => ({ kind: 'refused', code }) as CallError;

it('makes sure of a missing approval, and remembers what it was checked for', async () => {
  expect(await check(productIn(WINE))).toMatchObject({ category: 'needs-approval', generation: 4 });
  lists.approved = [WINE];
  expect(await check(productIn(WINE))).toMatchObject({ category: 'usable', brand: 'usable' });
});

it('misses a brand that is not approved', async () => {
  lists.brands = [];
  expect(await check(productIn(WINE))).toMatchObject({ brand: 'needs-approval' });
});

it.each<[number, string, string, Partial<References> | undefined]>([
  [1000005, 'optional', 'approved-categories', { category: 'needs-approval' }],
  [1000006, 'none', 'approved-brands', undefined],
  [1000009, 'gone', 'categories', { category: 'unknown' }],
  [1000040, 'gone', 'categories', { category: 'unknown' }],
  [1000009, 'none', 'categories', undefined],
])('after %d, with a category of need %s, reads the %s again', async (code, need, list, expected) => {
  lists.need = need;
  const answer = await references.afterRefusal(call, productIn(WINE), refused(code));
  expect(lists.contradictedLists).toEqual([list]);
  expect(answer?.ok === true ? answer.value : undefined).toEqual(
    expected === undefined ? undefined : expect.objectContaining(expected),
  );
});

it('is not told anything about lists by another refusal', async () => {
  expect(await references.afterRefusal(call, productIn(WINE), refused(1000045))).toBeUndefined();
  expect(lists.contradictedLists).toEqual([]);
});

it('believes WeChat that a category needs an approval, until there is one or none is asked for', async () => {
  lists.need = 'optional';
  const known = { category: 'needs-approval' } as const;
  expect(await check(productIn(WINE))).toMatchObject({ category: 'usable' });
  expect(await check(productIn(WINE, known))).toMatchObject({ category: 'needs-approval' });
  lists.approved = [WINE];
  expect(await check(productIn(WINE, known))).toMatchObject({ category: 'usable' });
  lists.approved = [];
  lists.need = 'none';
  expect(await check(productIn(WINE, known))).toMatchObject({ category: 'usable' });
});
