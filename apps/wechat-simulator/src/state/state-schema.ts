import { z } from 'zod';
import { versionFields } from '../products/product-fields';
import { accessSchema, applicationSchema, infoSchema } from './access-schema';
import { aftersaleSchema, complaintSchema, mirroredSchema } from './aftersale-schema';
import { attributionSchema, orderSchema } from './order-schema';
import { liveSchema, promoterSchema, sharerSchema } from './sharer-schema';
import { asRequested, count, id, orNothing, time } from './state-values';

const content = asRequested(versionFields);

const productSchema = z
  .object({
    productId: id,
    outProductId: z.string().min(1),
    createTime: time,
    updateTime: time,
    draft: content,
    /** `draft`: the same as the draft, as it is for most. */
    online: z.union([z.literal('draft'), z.null(), content]),
    status: z.literal([0, 5, 11, 13]),
    editStatus: z.literal([0, 1, 2, 3, 4]),
    submission: z.object({
      auditId: z.string(),
      submitTime: time,
      auditTime: time.nullable(),
      rejectReason: z.string(),
    }),
    deleted: z.boolean(),
    skuIds: z.array(z.tuple([z.string(), id])),
    applied: z.object({
      add: count,
      update: count,
      /** Files of earlier releases do not have it. */
      submit: count.default(0),
      updateWithoutAudit: count,
      withdraw: count,
      list: count,
      delist: count,
      delete: count,
    }),
    repeatedAdds: count,
    /** When the review ends, for a product under review. */
    due: time.nullable(),
  })
  .transform(({ due, online, submission, skuIds, ...product }) => ({
    due: due ?? undefined,
    product: {
      ...product,
      online: online === 'draft' ? product.draft : (online ?? undefined),
      submission: { ...submission, auditTime: submission.auditTime ?? undefined },
      skuIds: new Map(skuIds),
    },
  }));

const qualificationSchema = z
  .object({
    auditId: z.string().min(1),
    kind: z.enum(['brand', 'category']),
    status: z.literal([0, 1, 9]),
    rejectReason: z.string(),
    brandId: count,
    wording: z.string(),
    thirdCatId: count,
    lapsed: z.boolean().default(false),
    due: time.nullable(),
  })
  .transform(({ due, ...audit }) => ({ due: due ?? undefined, audit }));

const traceSchema = z.object({
  openid: z.string().min(1),
  attribution: orNothing(attributionSchema),
});

/** The data file: what WeChat would remember of its shops. Tokens, quotas, faults and settings are not in it. */
export const stateSchema = z.object({
  version: z.literal(1),
  apps: z.array(
    z.object({
      appId: z.string().min(1),
      products: z.array(productSchema),
      images: z.object({
        links: z.array(z.string()),
        mediaIds: z.array(z.string()),
        /** Absent in a file of an earlier release. */
        payMediaIds: z.array(z.string()).default([]),
      }),
      qualifications: z.array(qualificationSchema),
      /** Absent in files of before there were orders. */
      orders: z.array(orderSchema).default([]),
      traces: z.array(z.tuple([z.string().min(1), traceSchema])).default([]),
      aftersales: z.array(aftersaleSchema).default([]),
      extendedOrders: z.array(id).default([]),
      mirrored: z.array(mirroredSchema).default([]),
      complaints: z.array(complaintSchema).default([]),
      /** Absent in a file of an earlier release, and what is not there yet. */
      access: accessSchema.optional(),
      info: infoSchema.optional(),
      merchantApplication: applicationSchema.optional(),
      sharers: z.array(sharerSchema).default([]),
      promoters: z.array(promoterSchema).default([]),
      lives: z.array(liveSchema).default([]),
    }),
  ),
  /** How far the simulator's clock was moved forward. */
  aheadMs: count.default(0),
  issuedIds: z.object({ lastId: id, lastBrandId: count, audits: count }),
});
export type KeptState = z.output<typeof stateSchema>;
