import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { addressDraft, addressToWire } from './address.wire';
import { aftersaleRef, aftersaleRefToWire } from './aftersale-terms';
import { ownPace } from './quotas';
import { done, json, keysOf } from './wire';

const reference = aftersaleRef.transform((ref) => json(aftersaleRefToWire(ref)));

/**
 * Pays the buyer back: agrees to a refund that is requested, or confirms that the returned goods are there. Money moves.
 * 2747008 when it is in another state, mostly because it was accepted already: read it.
 */
export const acceptRefund = defineEndpoint({
  path: '/shop/ecaftersale/acceptrefund',
  write: true,
  quota: ownPace('aftersale-accept-refund'),
  request: reference,
  response: done,
});

/** Agrees to a return and names where the goods go (2747025). */
export const acceptReturn = defineEndpoint({
  path: '/shop/ecaftersale/acceptreturn',
  write: true,
  quota: ownPace('aftersale-accept-return'),
  request: z
    .object({
      aftersale: aftersaleRef,
      address: addressDraft.extend({
        province: z.string().min(1),
        city: z.string().min(1),
        town: z.string().min(1),
      }),
    })
    .transform(({ aftersale, address }) =>
      json({ ...aftersaleRefToWire(aftersale), address_info: addressToWire(address) }),
    ),
  response: done,
});

/** Rejects a refund, a return, or the goods that came back. WeChat takes no reason. */
export const rejectAftersale = defineEndpoint({
  path: '/shop/ecaftersale/reject',
  write: true,
  quota: ownPace('aftersale-reject'),
  request: reference,
  response: done,
});

/** Shows proof that the merchant paid back in another way, after WeChat's refund failed; only in that state. */
export const uploadRefundCertificates = defineEndpoint({
  path: '/shop/ecaftersale/upload_certificates',
  write: true,
  quota: ownPace('aftersale-certificates'),
  request: z
    .object({
      aftersale: aftersaleRef,
      description: z.string().optional(),
      certificates: z.array(z.string().min(1)).optional(),
    })
    .transform(({ aftersale, description, certificates }) =>
      json({ ...aftersaleRefToWire(aftersale), refund_desc: description, certificates }),
    ),
  response: done,
});

const OVERDUE = {
  'refund-overdue': 'aftersale_merchant_handle_refund_overdue',
  'return-overdue': 'aftersale_merchant_handle_return_overdue',
  'receipt-overdue': 'aftersale_merchant_confirm_receipt_overdue',
  'dispute-overdue': 'aftersale_user_apply_platform_judge_overdue',
  'shipping-back-overdue': 'aftersale_user_upload_return_info_overdue',
} as const;

/**
 * Lets a deadline of a test after-sale pass at once. WeChat documentation: in development only, at most 10 calls a day, for
 * a buyer who is a member of the mini program's team; anything else can get the mini program blocked.
 */
export const forceAftersaleOverdue = defineEndpoint({
  path: '/shop/ecaftersale/merchanttest',
  write: true,
  quota: ownPace('aftersale-merchant-test'),
  request: z
    .object({
      aftersale: aftersaleRef,
      deadline: z.enum(keysOf(OVERDUE)),
    })
    .transform(({ aftersale, deadline }) =>
      json({ ...aftersaleRefToWire(aftersale), operation: OVERDUE[deadline] }),
    ),
  response: done,
});
