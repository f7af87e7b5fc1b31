import { z } from 'zod';

/** The part of a service's configuration that is about WeChat's lists. */
export const listConfig = {
  /** How often WeChat's lists are read, for what no callback told of. */
  LISTS_EVERY_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
};
