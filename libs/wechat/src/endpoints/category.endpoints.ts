import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { categoryTreeReads } from './quotas';
import { noParameters, wireInt, wireList, wireText } from './wire';

/** Whether a qualification must be shown. */
export type QualificationNeed = 'none' | 'required' | 'optional';

const NEEDS: readonly QualificationNeed[] = ['none', 'required', 'optional'];
const need = wireInt.nullish().transform((type): QualificationNeed => NEEDS[type ?? 0] ?? 'optional');

/** Every third-level category, about 2 MB. Cache it for a day; 1000009 and 1000040 say that the cache is out of date. */
export const readCategoryTree = defineEndpoint({
  path: '/shop/cat/get',
  write: false,
  quota: categoryTreeReads,
  request: noParameters,
  response: z
    .object({
      third_cat_list: wireList(
        z.object({
          third_cat_id: wireInt,
          third_cat_name: wireText,
          second_cat_id: wireInt,
          second_cat_name: wireText,
          first_cat_id: wireInt,
          first_cat_name: wireText,
          qualification: wireText,
          qualification_type: need,
          product_qualification: wireText,
          product_qualification_type: need,
        }),
      ),
    })
    .transform(({ third_cat_list }) =>
      third_cat_list.map((row) => ({
        id: row.third_cat_id,
        name: row.third_cat_name,
        parentIds: [row.first_cat_id, row.second_cat_id] as const,
        parentNames: [row.first_cat_name, row.second_cat_name] as const,
        /** What the shop must have approved to use the category. */
        qualification: { need: row.qualification_type, text: row.qualification },
        /** What each product of the category must show. */
        productQualification: { need: row.product_qualification_type, text: row.product_qualification },
      })),
    ),
});
