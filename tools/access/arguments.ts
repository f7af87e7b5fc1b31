import { parseArgs } from 'node:util';
import { ACCESS_DECLARATIONS, type AccessDeclaration } from '@tongbu/contracts';
import { messageOf } from '@tongbu/platform';

export type AccessRequest =
  | { readonly name: 'status' }
  | { readonly name: 'apply' }
  | { readonly name: 'scene'; readonly sceneId: number }
  | { readonly name: 'declare'; readonly declaration: AccessDeclaration }
  /** Days in China, both included. */
  | { readonly name: 'commissions'; readonly from: string; readonly to: string }
  /** `file`: the document to apply with; null shows where the number stands. */
  | { readonly name: 'merchant-number'; readonly file: string | null }
  /** `to`: the mini program that is to have the catalogue of the other one. */
  | { readonly name: 'copy-catalogue'; readonly to: string }
  | { readonly name: 'trial'; readonly trial: TrialRequest };

/** What a trial run is made with. */
export interface TrialRequest {
  readonly openId: string;
  readonly traceId: string | null;
  readonly categoryId: number;
  readonly image: string;
}

export interface AccessArguments {
  readonly command: AccessRequest;
  readonly app?: string | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly brokers?: string | undefined;
}

export type ParsedAccessArguments =
  | { readonly kind: 'run'; readonly arguments: AccessArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const ACCESS_USAGE = `npm run access -- <command> [--app APPID] [--url URL] [--key KEY]

  status             the fifteen steps to the first sale: done, waiting for whom, or failed and why
  apply              asks for the component, and for Channels
  declare WHAT       says what no interface sees: ${ACCESS_DECLARATIONS.join(', ')}
  trial              makes the calls that WeChat wants to see, with a product and an order of one fen that are removed
                     afterwards; stops at the first refusal, and goes on there when it is run again. It needs
                     --openid (who pays), --category (level 3), --image (address), and --trace-id of wx.checkBeforeAddOrder
  merchant-number    where the application for the secondary merchant number stands, and what is to be done
  merchant-number FILE.json
                     applies for it with the document in the file (the data of merchant.merchant-number.wanted.v1)
  commissions        writes the orders that promoters and sharers brought as CSV; --from and --to are days such as 2026-03-31,
                     of the payment, in China, both included
  copy-catalogue     publishes what is wanted of the catalogue of --app as events for the mini program --to, such as from the
                     test environment to the formal one; products deleted or withdrawn from review are left out
  scene [ID]         asks for a scene, again after a refusal; 1 (Channels) when left out

  --app              the mini program; the first one of npm start when left out
  --url, --key       where access-sync listens, and an API key of the mini program; ACCESS_SYNC_URL and ACCESS_API_KEY do as well.
                     copy-catalogue asks catalog-sync (CATALOG_SYNC_URL)
  --brokers          Kafka of the mini program --to; KAFKA_BROKERS does as well`;

export function parseAccessArguments(args: readonly string[]): ParsedAccessArguments {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        app: text,
        url: text,
        key: text,
        openid: text,
        'trace-id': text,
        category: text,
        image: text,
        from: text,
        to: text,
        brokers: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    const command = requestOf(positionals, values);
    if (typeof command === 'string') return { kind: 'wrong', message: command };
    const { app, url, key, brokers } = values;
    if (command.name === 'copy-catalogue' && command.to === app)
      return { kind: 'wrong', message: 'copy-catalogue: expected --to another mini program than --app' };
    return { kind: 'run', arguments: { command, app, url, key, brokers } };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}

function requestOf(
  [name, value]: readonly string[],
  options: { readonly [name: string]: string | boolean | undefined },
): AccessRequest | string {
  switch (name) {
    case 'status':
    case 'apply':
      return { name };
    case 'scene': {
      const sceneId = Number(value ?? '1');
      return Number.isInteger(sceneId) && sceneId > 0
        ? { name, sceneId }
        : 'scene: expected the number of a scene';
    }
    case 'declare': {
      const declaration = ACCESS_DECLARATIONS.find((known) => known === value);
      return declaration === undefined
        ? `declare: expected one of ${ACCESS_DECLARATIONS.join(', ')}`
        : { name, declaration };
    }
    case 'commissions': {
      const { from, to } = options;
      if (!isDay(from) || !isDay(to)) return 'commissions: expected --from and --to, days such as 2026-03-31';
      return from <= to ? { name, from, to } : 'commissions: expected --to no earlier than --from';
    }
    case 'copy-catalogue': {
      const { to } = options;
      return typeof to === 'string'
        ? { name, to }
        : 'copy-catalogue: expected --to, the mini program that is to have the catalogue';
    }
    case 'merchant-number':
      return { name, file: value ?? null };
    case 'trial': {
      const { openid, category, image } = options;
      const categoryId = Number(category);
      if (typeof openid !== 'string') return 'trial: expected --openid, of the person who pays the one fen';
      if (!Number.isInteger(categoryId)) return 'trial: expected --category, a level 3 category';
      if (typeof image !== 'string') return 'trial: expected --image, the address of a picture';
      const trace = options['trace-id'];
      const traceId = typeof trace === 'string' ? trace : null;
      return { name, trial: { openId: openid, traceId, categoryId, image } };
    }
    default:
      return name === undefined ? 'expected a command' : `${name} is no command`;
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
