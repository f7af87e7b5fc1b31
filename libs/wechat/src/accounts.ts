import { readFileSync } from 'node:fs';
import { CodedError, messageOf } from '@tongbu/platform';
import { z } from 'zod';

const filled = (what: string) => z.string({ error: `expected ${what}` }).min(1, `expected ${what}`);
const count = (fallback: number) => z.number().int().min(1).default(fallback);
const apiKey = z
  .string({ error: 'expected a key of at least 16 characters' })
  .min(16, 'expected at least 16 characters');
const aesKey = z
  .string({ error: 'expected the 43 characters shown in the console' })
  .regex(/^[A-Za-z0-9]{43}$/, 'expected the 43 characters (A-Z, a-z, 0-9) shown in the console');

/**
 * What WeChat allows this mini program.
 * WeChat documentation: product add and update together 200 an hour and 1000 a day; the burst limit of 800 calls in 30
 * seconds is that of the sister component; the others are not published.
 */
const quotasSchema = z.object({
  /** Calls of one interface in any `burstSeconds`. */
  burstCalls: count(800),
  burstSeconds: z.number().positive().default(30),
  spuSubmitPerHour: count(200),
  spuSubmitPerDay: count(1000),
  /** The category tree is about 2 MB and strictly limited; about once a day is enough. */
  categoryTreePerDay: count(20),
});
export type AccountQuotas = z.output<typeof quotasSchema>;

/** One mini program. Members we do not know are ignored, so that other programs may keep theirs in the same file. */
export const accountSchema = z.object({
  appId: z
    .string({ error: 'expected the AppID: wx and 16 characters' })
    .regex(/^wx[0-9a-z]{16}$/, 'expected the AppID: wx and 16 characters'),
  /** `gh_...`, as it stands in `ToUserName` of a push. */
  originalId: z.string().optional(),
  secret: filled('the AppSecret'),
  token: filled('the token of the message push'),
  /** Still accepted while the token is being changed. */
  previousToken: filled('the previous token').optional(),
  encodingAesKey: aesKey,
  /** Still accepted while the key is being changed. */
  previousEncodingAesKey: aesKey.optional(),
  mode: z.enum(['plaintext', 'compatible', 'security']).default('security'),
  format: z.enum(['json', 'xml']).default('json'),
  apiBaseUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http(s) address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.weixin.qq.com'),
  /** Sales scenes of its products: 1 Channels, 3 order centre; empty until a scene is open. */
  sceneGroups: z.array(z.number().int()).default([1]),
  /**
   * Which component the mini program has. The second generation, of 2022, is the rule; an account that was never upgraded
   * answers 1010053 to its orders.
   */
  generation: z.enum(['first', 'second'], { error: 'expected first or second' }).default('second'),
  /** Key of our own interfaces for this mini program. */
  apiKey: apiKey.optional(),
  /** Further keys, one for each program that calls us, so that each can be changed by itself. */
  apiKeys: z.array(z.object({ name: filled('who has the key'), key: apiKey })).default([]),
  callbackUrl: z.url('expected an address').optional(),
  quotas: quotasSchema.prefault({}),
});
export type Account = z.output<typeof accountSchema>;

const accountsSchema = z
  .array(accountSchema, { error: 'expected a list of accounts' })
  .min(1, 'expected at least one account')
  .superRefine((accounts, context) => {
    const seen = new Set<string>();
    accounts.forEach(({ appId }, index) => {
      if (seen.has(appId)) {
        context.addIssue({ code: 'custom', path: [index, 'appId'], message: `${appId} is listed twice` });
      }
      seen.add(appId);
    });
  });

/** The mini programs of this installation. */
export class Accounts {
  private readonly byAppId: ReadonlyMap<string, Account>;

  constructor(accounts: readonly Account[]) {
    this.byAppId = new Map(accounts.map((account) => [account.appId, account]));
  }

  get(appId: string): Account | undefined {
    return this.byAppId.get(appId);
  }

  all(): readonly Account[] {
    return [...this.byAppId.values()];
  }
}

/** Who may call our own interfaces for a mini program, with their keys. */
export function callersIn(
  accounts: Accounts,
  appId: string,
): { readonly name: string; readonly key: string }[] {
  const account = accounts.get(appId);
  if (account === undefined) return [];
  const { apiKey: own, apiKeys } = account;
  return [...(own === undefined ? [] : [{ name: 'admin', key: own }]), ...apiKeys];
}

/** What `openPush` needs to know of an account, new token and key first. */
export function pushAccountOf(account: Account) {
  const given = (values: readonly (string | undefined)[]) => values.filter((value) => value !== undefined);
  return {
    appId: account.appId,
    mode: account.mode,
    tokens: given([account.token, account.previousToken]),
    encodingAesKeys: given([account.encodingAesKey, account.previousEncodingAesKey]),
  };
}

/**
 * Reads the accounts from a JSON text, or else from a file: a list, or an object with `accounts`.
 *
 * @throws CodedError `accounts-invalid` (not retriable), which names every wrong field and quotes no value
 */
export function loadAccounts(source: { readonly file?: string; readonly json?: string }): Accounts {
  const parsed = accountsSchema.safeParse(listIn(parse(read(source))));
  if (parsed.success) return new Accounts(parsed.data);
  throw invalid(parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`).join('\n  '));
}

function invalid(problem: string, cause?: unknown): CodedError {
  return new CodedError('accounts-invalid', `the accounts are wrong:\n  ${problem}`, false, { cause });
}

function read({ file, json }: { readonly file?: string; readonly json?: string }): string {
  if (json !== undefined) return json;
  if (file === undefined) throw invalid('neither a file nor a text was given');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw invalid(`${file} cannot be read: ${messageOf(error)}`, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, secrets included.
    throw invalid('not valid JSON');
  }
}

function listIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'accounts' in value ? value.accounts : value;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0
    ? 'accounts'
    : path.map((part) => (typeof part === 'number' ? `[${part}]` : String(part))).join('.');
}
