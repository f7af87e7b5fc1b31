import { nested, optionalText, text, type PushFields } from './push-fields';

/**
 * What a push says about a sharer: whether the binding began or ended, or that a card was made, of a live broadcast, a
 * product or the shop window. Cards are pushed only while the sharer is bound to one mini program alone.
 */
export type SharerPush =
  | { readonly kind: 'binding'; readonly openid: string; readonly binding: 'bound' | 'unbound' | 'other' }
  | {
      readonly kind: 'card';
      readonly openid: string;
      readonly of: 'live' | 'product' | 'shop-window' | 'other';
      readonly promoter: {
        readonly promoterId?: string;
        readonly finderNickname?: string;
        readonly promoterOpenid?: string;
      };
    };

const BINDINGS: Readonly<Record<string, 'bound' | 'unbound'>> = { '1': 'bound', '2': 'unbound' };
const CARDS: Readonly<Record<string, 'live' | 'product' | 'shop-window'>> = {
  '1': 'live',
  '2': 'product',
  '3': 'shop-window',
};

/** Reads the body of a sharer's event, as `parsePush` normalised it. `undefined`: not about a sharer. */
export function sharerPushOf(event: string, body: PushFields): SharerPush | undefined {
  const openid = text(body['openid']);
  if (openid === '') return undefined;
  switch (event) {
    case 'miniprogram_sharer_bind_status_change':
      return { kind: 'binding', openid, binding: BINDINGS[text(body['bind_status'])] ?? 'other' };
    case 'miniprogram_sharer_action': {
      const promoter = nested(body['promoter']);
      return {
        kind: 'card',
        openid,
        of: CARDS[text(body['type'])] ?? 'other',
        promoter: {
          promoterId: optionalText(promoter['promoter_id']),
          finderNickname: optionalText(promoter['finder_nickname']),
          promoterOpenid: optionalText(promoter['promoter_openid']),
        },
      };
    }
    default:
      return undefined;
  }
}
