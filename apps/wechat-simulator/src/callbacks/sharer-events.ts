import type { Promoter } from '../promoters/promoter';
import type { Sharer } from '../sharers/sharer';
import type { WechatEvent } from './events';

const BIND_STATUSES = { bound: 1, unbound: 2 } as const;
export const CARD_KINDS = { live: 1, product: 2, 'shop-window': 3 } as const;
export type CardKind = keyof typeof CARD_KINDS;

export function sharerBindEvent({ openid }: Sharer, what: keyof typeof BIND_STATUSES): WechatEvent {
  return {
    event: 'miniprogram_sharer_bind_status_change',
    bodyKey: '',
    from: openid,
    body: { openid, bind_status: BIND_STATUSES[what] },
  };
}

export function sharerCardEvent({ openid }: Sharer, kind: CardKind, promoter: Promoter): WechatEvent {
  return {
    event: 'miniprogram_sharer_action',
    bodyKey: '',
    from: openid,
    body: {
      type: CARD_KINDS[kind],
      openid,
      promoter: {
        finder_nickname: promoter.finderNickname,
        promoter_id: promoter.promoterId,
        promoter_openid: promoter.promoterOpenid,
      },
    },
  };
}
