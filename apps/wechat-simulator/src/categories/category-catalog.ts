import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import { TREE } from './tree';

/** 0 none, 1 required, 2 optional. */
export type QualificationType = 0 | 1 | 2;

/** A level-3 category, with the names the wire uses. */
export interface Category {
  readonly third_cat_id: number;
  readonly third_cat_name: string;
  readonly qualification: string;
  readonly qualification_type: QualificationType;
  readonly product_qualification: string;
  readonly product_qualification_type: QualificationType;
  readonly first_cat_id: number;
  readonly first_cat_name: string;
  readonly second_cat_id: number;
  readonly second_cat_name: string;
}

function typeOf(marks: string, required: string, optional: string): QualificationType {
  if (marks.includes(required)) return 1;
  return marks.includes(optional) ? 2 : 0;
}

const leaves = TREE.flatMap((first) =>
  Object.entries(first.children).flatMap(([secondName, thirds], second) =>
    thirds.split(' ').map((entry, third) => {
      const name = entry.replace(/[!?#~x]+$/, '');
      const marks = entry.slice(name.length);
      const secondId = first.id * 100 + second + 1;
      const qualificationType = typeOf(marks, '!', '?');
      const productType = typeOf(marks, '#', '~');
      const category: Category = {
        third_cat_id: secondId * 100 + third + 1,
        third_cat_name: name,
        qualification: qualificationType === 0 ? '' : first.qualification,
        qualification_type: qualificationType,
        product_qualification: productType === 0 ? '' : first.productQualification,
        product_qualification_type: productType,
        first_cat_id: first.id,
        first_cat_name: first.name,
        second_cat_id: secondId,
        second_cat_name: secondName,
      };
      return { category, retired: marks.includes('x') };
    }),
  ),
);

/** What `/shop/cat/get` lists. */
export const CATEGORIES: readonly Category[] = leaves
  .filter(({ retired }) => !retired)
  .map(({ category }) => category);

const byId = new Map(CATEGORIES.map((category) => [category.third_cat_id, category]));
const retiredIds = new Set(
  leaves.filter(({ retired }) => retired).map(({ category }) => category.third_cat_id),
);
const upperIds = new Set(
  CATEGORIES.flatMap(({ first_cat_id, second_cat_id }) => [first_cat_id, second_cat_id]),
);

export function findCategory(id: number): Category | undefined {
  return byId.get(id);
}

/** The level-3 category of an id, or the code that says what is wrong with the id. */
export function requireCategory(id: number): Result<Category> {
  const category = byId.get(id);
  if (category !== undefined) return accept(category);
  if (upperIds.has(id)) return refuse(ERR.CATEGORY_NOT_LEVEL_3, String(id));
  return refuse(retiredIds.has(id) ? ERR.CATEGORY_RETIRED : ERR.CATEGORY_UNKNOWN, String(id));
}
