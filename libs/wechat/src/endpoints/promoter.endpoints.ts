import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { ownPace } from './quotas';
import { json, optionalInt, optionalText, pageOf, wireList, wireText } from './wire';

/**
 * Reads a page of the Channels accounts that may sell the shop's goods; they are bound in WeChat's console. The id is what
 * stays: nicknames change, and the openid is on its way out.
 */
export const listPromoters = defineEndpoint({
  path: '/shop/promoter/list',
  write: false,
  quota: ownPace('promoter-list'),
  request: z.object(pageOf(20)).transform(({ page, pageSize }) => json({ page, page_size: pageSize })),
  response: z
    .object({
      promoters: wireList(
        z.object({ finder_nickname: wireText, promoter_id: wireText, promoter_openid: optionalText }),
      ),
      total_num: optionalInt,
    })
    .transform(({ promoters, total_num }) => ({
      total: total_num ?? promoters.length,
      promoters: promoters.map((row) => ({
        promoterId: row.promoter_id,
        finderNickname: row.finder_nickname,
        promoterOpenid: row.promoter_openid,
      })),
    })),
});
