import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { ownPace } from './quotas';
import { json, wireInt } from './wire';

/**
 * The access token, in normal mode: the same token until its last 5 minutes, in which another is handed out and both
 * work. Never forced: that ends the present token at once for everybody.
 */
export const stableToken = defineEndpoint({
  path: '/cgi-bin/stable_token',
  write: false,
  authorised: false,
  quota: ownPace('stable-token'),
  request: z
    .object({ appId: z.string(), secret: z.string() })
    .transform(({ appId, secret }) =>
      json({ grant_type: 'client_credential', appid: appId, secret, force_refresh: false }),
    ),
  response: z
    .object({ access_token: z.string().min(1), expires_in: wireInt })
    .transform(({ access_token, expires_in }) => ({
      accessToken: access_token,
      expiresInSeconds: expires_in,
    })),
});
