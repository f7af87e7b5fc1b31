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
  lackScenes: {
    schema: z.array(z.int().positive()).max(100),
    summary: 'products that were submitted without one of these sales scenes, or were never taken',
    condition: (value: string) =>
      `(coalesce(jsonb_typeof(observed->'submitted'), 'null') = 'null'
        OR NOT coalesce(observed->'submitted'->'scenes', ${value}::jsonb) @> ${value}::jsonb)`,
  },
} satisfies BackfillScopes;
