import type { BackfillScopes } from '@tongbu/sync-engine';
import { z } from 'zod';

/** What only products can be asked for. */
export const productScopes: BackfillScopes = {
  categoryIds: {
    schema: z.array(z.int().positive()).min(1, 'expected at least one category').max(1_000),
    summary: 'products of these level 3 categories',
    condition: (value) =>
      `desired->'content'->'categoryId' IN (SELECT jsonb_array_elements(${value}::jsonb))`,
  },
};
