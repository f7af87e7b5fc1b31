import { z } from 'zod';

/** One thing that is wrong, in words a merchant can act on. */
export const problem = z.object({
  code: z.string().describe("a stable name, or WeChat's errcode"),
  field: z.string().optional().describe("where in the merchant's own data"),
  message: z.string(),
  messageZh: z.string(),
  fix: z.string(),
  fixZh: z.string(),
});
export type Problem = z.output<typeof problem>;
