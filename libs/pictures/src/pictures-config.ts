import { z } from 'zod';

/** How a service gets the merchant's pictures; extends its configuration. */
export const picturesConfig = {
  /** Whether pictures are downloaded, to exchange each content once; otherwise only WeChat looks at their addresses. */
  PICTURES_FETCH: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .default('false')
    .transform((text) => text === 'true'),
  /** Hosts whose pictures may lie inside our own network; all others are downloaded from the internet only. */
  PICTURES_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
    .transform((hosts) => hosts.filter((host) => host !== ''))
    .pipe(
      z.array(
        z.string().regex(/^[^/\s@]+$/, 'expected hosts such as img.shop.internal:8080, separated by commas'),
      ),
    ),
};
