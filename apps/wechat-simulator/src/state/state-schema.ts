import { z } from 'zod';
import { decode } from '../api/fields';
import { versionFields, type ProductContent } from '../products/product-fields';

/** Ids are strings in the data file: a JSON reader may round what is above 2^53. */
const id = z
  .string()
  .regex(/^\d{1,20}$/, 'expected an id in digits')
  .transform((digits) => BigInt(digits));
const time = z.iso.datetime().transform((text) => new Date(text));
const count = z.number().int().min(0);

const content = z.unknown().transform((value, context): ProductContent => {
  const decoded = decode(versionFields, value);
  if (decoded.ok) return decoded.value;
  context.addIssue({ code: 'custom', message: `${decoded.detail ?? 'a member'} is wrong` });
  return z.NEVER;
});

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
    due: time.nullable(),
  })
  .transform(({ due, ...audit }) => ({ due: due ?? undefined, audit }));

/** The data file: what WeChat would remember of its shops. Tokens, quotas, faults and settings are not in it. */
export const stateSchema = z.object({
  version: z.literal(1),
  apps: z.array(
    z.object({
      appId: z.string().min(1),
      products: z.array(productSchema),
      images: z.object({ links: z.array(z.string()), mediaIds: z.array(z.string()) }),
      qualifications: z.array(qualificationSchema),
    }),
  ),
  issuedIds: z.object({ lastId: id, lastBrandId: count, audits: count }),
});
export type KeptState = z.output<typeof stateSchema>;
