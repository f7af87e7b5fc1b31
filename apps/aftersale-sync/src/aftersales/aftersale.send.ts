import { assertUnreachable } from '@tongbu/platform';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { AftersaleChannel } from '../channel/aftersale-channel';
import { nothingObserved, type AftersaleRow } from './aftersale';
import type { Sight } from './aftersale.commands';
import { returnAddressFor } from './aftersale.needs';
import type { Wish } from './aftersale.wish';

/** Sends what a wish asks for. `not-sendable`: something it needs is not there. */
export async function sendWish(
  channel: AftersaleChannel,
  call: ChannelCall,
  row: AftersaleRow,
  wish: Wish,
  { aftersale, complaint }: Sight,
): Promise<ChannelResult<void> | 'not-sendable'> {
  const reference = { wechatId: aftersale.wechatId };
  const { openId } = aftersale;
  switch (wish.kind) {
    case 'accept-refund':
    case 'receive-goods':
      return channel.payBack(call, reference);
    case 'accept-return': {
      const address = returnAddressFor(wish, row.observed ?? nothingObserved);
      return address === null ? 'not-sendable' : channel.acceptReturn(call, reference, address);
    }
    case 'reject':
      return channel.reject(call, reference);
    case 'edit': {
      const { type } = aftersale;
      const claim = withPictures(row, wish.claim);
      return type === 'other' ? 'not-sendable' : channel.edit(call, reference, openId, type, claim);
    }
    case 'withdraw':
      return channel.withdraw(call, reference, openId);
    case 'send-return':
      return channel.sendReturn(call, reference, openId, wish);
    case 'upload-certificates':
      return channel.uploadCertificates(call, reference, withPictures(row, wish));
    case 'submit-evidence':
      return complaint === null
        ? 'not-sendable'
        : channel.submitEvidence(call, complaint.wechatComplaintId, withPictures(row, wish));
    default:
      return assertUnreachable(wish);
  }
}

/** With WeChat's pictures in place of the merchant's. */
export function withPictures<T extends { readonly images: readonly string[] }>(
  row: AftersaleRow,
  content: T,
): T {
  const { pictures } = row.observed ?? nothingObserved;
  return { ...content, images: content.images.map((url) => pictures[url] ?? url) };
}
