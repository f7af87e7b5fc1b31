import { z } from 'zod';
import { AFTERSALE_STATUSES } from '../aftersales/aftersale-machine';
import { count, id, orNothing, time } from './state-values';

const mediaSchema = z.object({ type: count, url: z.string(), thumb_url: z.string() });

export const aftersaleSchema = z.object({
  aftersaleId: id,
  outAftersaleId: z.string(),
  orderId: id,
  outOrderId: z.string().min(1),
  openid: z.string().min(1),
  type: z.literal([1, 2]),
  outProductId: z.string().min(1),
  outSkuId: z.string(),
  pieces: count,
  status: z.literal(AFTERSALE_STATUSES),
  amountFen: count,
  reason: z.string(),
  reasonType: z.number().int(),
  media: z.array(mediaSchema),
  returned: orNothing(
    z.object({ deliveryId: z.string(), deliveryName: z.string(), waybillId: z.string(), at: time }),
  ),
  returnAddress: orNothing(
    z.object({
      receiver_name: z.string(),
      detailed_address: z.string(),
      tel_number: z.string(),
      country: z.string().optional(),
      province: z.string().optional(),
      city: z.string().optional(),
      town: z.string().optional(),
    }),
  ),
  submissions: count,
  refundId: z.string(),
  certificates: z.array(z.string()),
  complaintId: orNothing(id),
  createTime: time,
  updateTime: time,
  /** When the platform moves it on by itself. */
  due: orNothing(time),
  applied: z.object({
    add: count,
    update: count,
    cancel: count,
    acceptRefund: count,
    acceptReturn: count,
    reject: count,
    uploadReturnInfo: count,
    uploadCertificates: count,
  }),
});

export const mirroredSchema = z.object({
  outAftersaleId: z.string().min(1),
  outOrderId: z.string().min(1),
  openid: z.string().min(1),
  type: z.number().int(),
  status: count,
  finishAll: count,
  path: z.string(),
  refundFen: count,
  lines: z.array(z.object({ out_product_id: z.string(), out_sku_id: z.string(), product_cnt: count })),
  createTime: time,
  updateTime: time,
  applied: z.object({ add: count, update: count }),
  repeatedAdds: count,
});

export const complaintSchema = z.object({
  complaintId: id,
  aftersaleId: id,
  orderId: id,
  openid: z.string().min(1),
  type: count,
  state: count,
  lastEvent: count,
  expiresAt: orNothing(time),
  judgeResult: count,
  createTime: time,
  updateTime: time,
  steps: z.array(
    z.object({
      by: z.enum(['buyer', 'service', 'merchant']),
      state: count,
      event: count,
      at: time,
      material: orNothing(z.object({ content: z.string(), media: z.array(z.string()) })),
    }),
  ),
});
