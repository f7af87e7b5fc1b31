import type { App } from '../accounts/app';
import { parseMultipart } from '../images/multipart';
import { uploadImage } from '../images/upload';
import { classicToken, clearQuotaBySecret, stableToken } from '../tokens/token-endpoints';
import { parseBody } from './body';
import type { JsonEndpoint } from './endpoint';
import { accept, type Payload, type Result } from './result';

/** One HTTP request, before anybody looked at its body. */
export interface ApiRequest {
  /** Address of the caller. */
  readonly ip: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What a parsed call does once its account is known and its quota granted. */
type Work = (app: App) => Result<Payload>;

const UPLOAD_PATH = '/shop/img/upload';
const CLEAR_QUOTA_PATH = '/cgi-bin/clear_quota/v2';
const TOKEN_PATHS: readonly string[] = ['/cgi-bin/token', '/cgi-bin/stable_token'];

export function isTokenPath(path: string): boolean {
  return TOKEN_PATHS.includes(path);
}

/** Calls that carry the account's secret instead of a token. */
export function isSecretPath(path: string): boolean {
  return isTokenPath(path) || path === CLEAR_QUOTA_PATH;
}

/** Knows every path, and how a body of each is read. */
export class Router {
  private readonly endpoints: ReadonlyMap<string, JsonEndpoint>;

  constructor(
    endpoints: readonly JsonEndpoint[],
    private readonly apps: ReadonlyMap<string, App>,
  ) {
    this.endpoints = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
  }

  knows(path: string): boolean {
    return this.endpoints.has(path) || path === UPLOAD_PATH || isSecretPath(path);
  }

  checksIp(path: string): boolean {
    return this.endpoints.get(path)?.checksIp === true;
  }

  respondToSecret({ path, query, body }: ApiRequest): Result<Payload> {
    if (path === '/cgi-bin/token') return classicToken(this.apps, query);
    const parsed = parseBody(body);
    if (!parsed.ok) return parsed;
    return path === CLEAR_QUOTA_PATH
      ? clearQuotaBySecret(this.apps, parsed.value)
      : stableToken(this.apps, parsed.value);
  }

  /** The account such a call names, whether its secret is right or not. */
  appIdOfSecretCall({ path, query, body }: ApiRequest): string | undefined {
    if (path === '/cgi-bin/token') return query.get('appid') ?? undefined;
    const parsed = parseBody(body);
    if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined;
    return 'appid' in parsed.value && typeof parsed.value.appid === 'string' ? parsed.value.appid : undefined;
  }

  /** Reads the body. Only well-formed calls go on to be counted against a quota. */
  parse({ path, query, contentType, body }: ApiRequest): Result<Work> {
    if (path === UPLOAD_PATH) {
      const form = parseMultipart(contentType, body);
      return accept((app) => uploadImage(query, form, app.images));
    }
    const parsed = parseBody(body);
    if (!parsed.ok) return parsed;
    return accept((app) => {
      const response = this.endpoints.get(path)?.respond(app, parsed.value);
      if (response === undefined) throw new Error(`${path} has no endpoint`);
      app.statistics.sawUnknownFields(path, response.unknownFields);
      return response;
    });
  }
}
