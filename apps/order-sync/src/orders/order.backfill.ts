import type { BackfillScopes } from '@tongbu/sync-engine';
import { z } from 'zod';
import { phases, statusesOf } from './order.status';

/** What only orders can be asked for. */
export const orderScopes = {
  phases: {
    schema: z.array(z.enum(phases)).min(1, 'expected at least one of the states'),
    summary: `orders that were last seen in these states: ${phases.join(', ')}`,
    condition: (value) =>
      `EXISTS (SELECT FROM jsonb_array_elements_text(${value}::jsonb) AS phase
         WHERE observed->>'status' = ANY(CASE phase ${phases
           .map((phase) => `WHEN '${phase}' THEN '{${statusesOf(phase).join(',')}}'::text[]`)
           .join(' ')} END))`,
  },
} satisfies BackfillScopes;
