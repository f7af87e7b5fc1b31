import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { record } from '../api/fields';
import { pageFields, pageOf } from '../api/page';
import { accept } from '../api/result';

const MAX_PAGE = 20;

/** `promoter/list`: those that are bound, in the order they were added. */
export const PROMOTER_LIST: JsonEndpoint = endpoint(
  '/shop/promoter/list',
  record(pageFields),
  ({ promoters }, request) => {
    const bound = [...promoters.values()].filter((promoter) => promoter.bound);
    const page = pageOf(bound, request, MAX_PAGE);
    if (!page.ok) return page;
    return accept({
      promoters: page.value.map(({ finderNickname, promoterId, promoterOpenid }) => ({
        finder_nickname: finderNickname,
        promoter_id: promoterId,
        promoter_openid: promoterOpenid,
      })),
      total_num: bound.length,
    });
  },
);
