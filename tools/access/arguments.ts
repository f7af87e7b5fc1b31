import { parseArgs } from 'node:util';
import { ACCESS_DECLARATIONS, type AccessDeclaration } from '@tongbu/contracts';
import { messageOf } from '@tongbu/platform';

export type AccessRequest =
  | { readonly name: 'status' }
  | { readonly name: 'apply' }
  | { readonly name: 'scene'; readonly sceneId: number }
  | { readonly name: 'declare'; readonly declaration: AccessDeclaration };

export interface AccessArguments {
  readonly command: AccessRequest;
  readonly app?: string | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}

export type ParsedAccessArguments =
  | { readonly kind: 'run'; readonly arguments: AccessArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const ACCESS_USAGE = `npm run access -- <command> [--app APPID] [--url URL] [--key KEY]

  status             the fifteen steps to the first sale: done, waiting for whom, or failed and why
  apply              asks for the component, and for Channels
  declare WHAT       says what no interface sees: ${ACCESS_DECLARATIONS.join(', ')}
  scene [ID]         asks for a scene, again after a refusal; 1 (Channels) when left out

  --app              the mini program; the first one of npm start when left out
  --url, --key       where access-sync listens, and an API key of the mini program; ACCESS_SYNC_URL and ACCESS_API_KEY do as well`;

export function parseAccessArguments(args: readonly string[]): ParsedAccessArguments {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { app: text, url: text, key: text, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { kind: 'help' };
    const command = requestOf(positionals);
    if (typeof command === 'string') return { kind: 'wrong', message: command };
    return { kind: 'run', arguments: { command, app: values.app, url: values.url, key: values.key } };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}

function requestOf([name, value]: readonly string[]): AccessRequest | string {
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
    default:
      return name === undefined ? 'expected a command' : `${name} is no command`;
  }
}
