import { CATEGORIES, requireCategory } from './category-catalog';

describe('the category tree', () => {
  it('has a couple of hundred leaves with ids of their own', () => {
    expect(CATEGORIES.length).toBeGreaterThan(200);
    expect(new Set(CATEGORIES.map(({ third_cat_id }) => third_cat_id)).size).toBe(CATEGORIES.length);
    expect(new Set(CATEGORIES.map(({ first_cat_id }) => first_cat_id)).size).toBeGreaterThan(15);
  });

  it('has every kind of qualification, each with its text', () => {
    for (const type of [0, 1, 2]) {
      expect(CATEGORIES.some(({ qualification_type }) => qualification_type === type)).toBe(true);
      expect(CATEGORIES.some(({ product_qualification_type }) => product_qualification_type === type)).toBe(
        true,
      );
    }
    for (const category of CATEGORIES) {
      expect(category.qualification === '').toBe(category.qualification_type === 0);
      expect(category.product_qualification === '').toBe(category.product_qualification_type === 0);
    }
  });

  it('keeps its ids', () => {
    expect(requireCategory(19_000_202)).toMatchObject({
      value: { first_cat_name: '家居日用', third_cat_name: '茶杯' },
    });
  });
});
