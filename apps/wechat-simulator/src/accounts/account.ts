import { z } from 'zod';
import { quotasSchema } from '../quota/quotas';

export const NO_BRAND = 2_100_000_000;

/** Bounds of the random time an audit takes. */
export const auditDelaySchema = z
  .object({ min: z.number().min(0), max: z.number().min(0) })
  .refine(({ min, max }) => min <= max, { error: 'min must not be above max', path: ['min'] });

/** The first rule whose every given condition holds decides; with none, the audit is approved. */
export const auditRuleSchema = z
  .strictObject({
    match: z.strictObject({
      titleContains: z.string().min(1).optional(),
      /** A regular expression. */
      outProductIdPattern: z.string().refine(isPattern, { error: 'not a regular expression' }).optional(),
      categoryId: z.number().int().optional(),
      /** A scene that is applied for. */
      sceneGroup: z.number().int().optional(),
    }),
    verdict: z.enum(['approve', 'reject']),
    reason: z.string().default(''),
  })
  .refine(({ verdict, reason }) => verdict === 'approve' || reason !== '', {
    error: 'a rejection needs a reason',
    path: ['reason'],
  });
export type AuditRule = z.output<typeof auditRuleSchema>;

export const brandSchema = z.object({
  brandId: z.number().int().positive(),
  wording: z.string().min(1),
  /** Scenes the brand may be sold in; without it all that are open for the account. */
  sceneGroups: z.array(z.number().int()).optional(),
});
export type Brand = z.output<typeof brandSchema>;

/** The scenes that shops have been seen to treat so; WeChat's staff named 1175, 1177 and 1195. */
const VERIFIED_SCENES = [1_175, 1_176, 1_177, 1_191, 1_195, 1_216];

/** `closed`: not opened yet (48001); `unlinked`: its number is not linked to the account (1010044). */
export const subMerchantSchema = z.enum(['open', 'closed', 'unlinked']);

/** What an open account holds when nothing else is said; a new one holds nothing. */
const DEMO_BRANDS: Brand[] = [
  { brandId: 710_101, wording: '青禾手作' },
  { brandId: 710_102, wording: '山月集' },
];

/** Level-3 categories with a required qualification: tea and books. */
const DEMO_CATEGORIES = [13_000_201, 13_000_202, 28_000_101];

/** `first`: the component before its upgrade, with another contract behind the same order paths. */
const generationSchema = z.enum(['first', 'second']);

/** One entry of the accounts file. Members that other programs put there are ignored. */
export const accountSchema = z.object({
  appId: z.string().regex(/^wx[0-9a-zA-Z]+$/, 'expected wx and letters or digits'),
  /** Original id of the mini program, the `ToUserName` of pushes. */
  originalId: z
    .string()
    .regex(/^gh_\w+$/, 'expected gh_ and letters or digits')
    .default('gh_000000000000'),
  secret: z.string().min(1),
  /** Of the message push, as set in the console. */
  token: z.string().min(1),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, 'expected 43 letters and digits'),
  mode: z.enum(['plaintext', 'compatible', 'security']).default('security'),
  format: z.enum(['json', 'xml']).default('json'),
  /** Scenes that are open: 1 Channels, 3 order centre. */
  sceneGroups: z.array(z.number().int()).default([1]),
  generation: generationSchema.default('second'),
  callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the body of an event stands: under its own key, or flat beside `Event` with every value a string. */
  layout: z.enum(['nested', 'flat']).default('nested'),
  quotas: quotasSchema.prefault({}),
  simulator: z
    .object({
      /** Whether an open account has the component from the start; if not, it has everything but that. */
      enabled: z.boolean().default(true),
      /** `open`: the way to selling lies behind the account; `new`: it begins with the application. */
      access: z.enum(['open', 'new']).default('open'),
      auditDelayMs: auditDelaySchema.default({ min: 1_500, max: 4_000 }),
      auditRules: z.array(auditRuleSchema).default([]),
      /** Level-3 ids beside the ones that need no qualification. */
      approvedCategories: z.array(z.number().int()).optional(),
      /** Beside 2100000000, no brand, which every account has. */
      approvedBrands: z.array(brandSchema).optional(),
      /** When the simulator is to have another one than the account says. */
      generation: generationSchema.optional(),
      /** Who collects the money of orders: 0 the merchant, 1 the sub-merchant, 2 either. */
      requiredFundType: z.literal([0, 1, 2]).default(2),
      /** Launch scenes whose orders need to be at WeChat. */
      verifiedScenes: z.array(z.number().int()).default(VERIFIED_SCENES),
      /** Addresses that interfaces with a check of the caller may be called from; without it all. */
      ipAllowList: z.array(z.union([z.ipv4(), z.ipv6()])).optional(),
      /** How long after the payment the analysis of whose sale it is takes. */
      attributionDelayMs: z.number().int().min(0).default(5_000),
      /** After how many days a receipt that nobody confirms is confirmed by itself. */
      automaticReceiptDays: z.number().positive().max(365).default(10),
      /** `open` for an open account, `closed` for a new one, when left out. */
      subMerchant: subMerchantSchema.optional(),
      /** Whether an order of the second generation without trace_id is refused. */
      traceIdRequired: z.boolean().default(true),
      /** How long the platform takes to pay back. */
      refundDelayMs: auditDelaySchema.default({ min: 500, max: 1_500 }),
      /** How long a write to an after-sale takes; another one of the same order is refused meanwhile. */
      aftersaleWriteMs: z.number().int().min(0).default(30),
      /** How long an after-sale opened inside WeChat is announced, but not readable yet. */
      aftersaleReadableAfterMs: z.number().int().min(0).default(0),
      callbackTimeoutMs: z.number().int().positive().default(5_000),
      /** Pauses before the second and the third try. */
      callbackRetryDelaysMs: z.array(z.number().int().min(0)).length(2).default([1_000, 2_000]),
    })
    .prefault({}),
});
export type Account = z.output<typeof accountSchema>;

/** What an account may sell and who collects its money, at the start; a new one must first earn it. */
export function holdingsAtStart({ sceneGroups, simulator }: Account) {
  const { access, approvedCategories, approvedBrands, subMerchant } = simulator;
  const open = access === 'open';
  return {
    sceneGroups: open ? sceneGroups : [],
    approvedCategories: approvedCategories ?? (open ? DEMO_CATEGORIES : []),
    approvedBrands: approvedBrands ?? (open ? DEMO_BRANDS : []),
    subMerchant: subMerchant ?? (open ? ('open' as const) : ('closed' as const)),
  };
}

/** The file of accounts: a list, or an object that has it as `accounts`. */
export const accountsSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && 'accounts' in value ? value.accounts : value),
  z
    .array(accountSchema)
    .min(1)
    .refine((accounts) => new Set(accounts.map(({ appId }) => appId)).size === accounts.length, {
      error: 'an appId is listed twice',
    }),
);

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
