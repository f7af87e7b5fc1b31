import type { BackfillScopes } from '@tongbu/sync-engine';
import { z } from 'zod';

const numbersIn = (member: string) => (value: string) =>
  `desired->'content'->'${member}' IN (SELECT jsonb_array_elements(${value}::jsonb))`;

/** What only products can be asked for. */
export const productScopes = {
  categoryIds: {
    schema: z.array(z.int().positive()).min(1, 'expected at least one category').max(1_000),
    summary: 'products of these level 3 categories',
    condition: numbersIn('categoryId'),
  },
  brandIds: {
    schema: z.array(z.int().positive()).min(1, 'expected at least one brand').max(1_000),
    summary: 'products of these brands',
    condition: numbersIn('brandId'),
  },
} satisfies BackfillScopes;
