import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { decode, flag, optional, optionalText, record } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';

const GRANT_TYPE = 'client_credential';
const stableTokenFields = record({
  grant_type: optionalText(),
  appid: optionalText(),
  secret: optionalText(),
  force_refresh: optional(flag()),
});

const clearQuotaFields = record({ appid: optionalText(), appsecret: optionalText() });

interface Credentials {
  readonly appid?: string | undefined;
  readonly secret?: string | undefined;
}

/** The account that presents these credentials, or what is wrong with them. */
function authenticate(apps: ReadonlyMap<string, App>, given: Credentials): Result<App> {
  if (!given.appid) return refuse(ERR.APPID_MISSING);
  if (!given.secret) return refuse(ERR.SECRET_MISSING);
  const app = apps.get(given.appid);
  if (app === undefined) return refuse(ERR.INVALID_APPID);
  return given.secret === app.account.secret ? accept(app) : refuse(ERR.INVALID_SECRET);
}

/** `GET /cgi-bin/token`: credentials in the query. */
export function classicToken(apps: ReadonlyMap<string, App>, query: URLSearchParams): Result<Payload> {
  if (query.get('grant_type') !== GRANT_TYPE) return refuse(ERR.INVALID_GRANT_TYPE);
  const app = authenticate(apps, {
    appid: query.get('appid') ?? undefined,
    secret: query.get('secret') ?? undefined,
  });
  if (!app.ok) return app;
  return app.value.quota.admit('/cgi-bin/token') ?? accept({ ...app.value.tokens.issueClassic() });
}

/** `POST /cgi-bin/stable_token`: credentials in the body, and nowhere else. */
export function stableToken(apps: ReadonlyMap<string, App>, body: unknown): Result<Payload> {
  const request = decode(stableTokenFields, body);
  if (!request.ok) return request;
  if (request.value.grant_type !== GRANT_TYPE) return refuse(ERR.INVALID_GRANT_TYPE);
  const authenticated = authenticate(apps, request.value);
  if (!authenticated.ok) return authenticated;
  const { quota, tokens, settings } = authenticated.value;
  const overQuota = quota.admit('/cgi-bin/stable_token');
  if (overQuota !== undefined) return overQuota;
  if (request.value.force_refresh !== true) return accept({ ...tokens.issueStable() });
  const granted = tokens.forceStable({
    perDay: settings.quotas.forceRefreshPerDay,
    spacingMs: settings.quotas.forceRefreshSpacingSeconds * 1_000,
  });
  return 'ok' in granted ? granted : accept({ ...granted });
}

/** `POST /cgi-bin/clear_quota/v2`: the daily counters to zero, for a caller that has no token. */
export function clearQuotaBySecret(apps: ReadonlyMap<string, App>, body: unknown): Result<Payload> {
  const request = decode(clearQuotaFields, body);
  if (!request.ok) return request;
  const { appid, appsecret } = request.value;
  const app = authenticate(apps, { appid, secret: appsecret });
  if (!app.ok) return app;
  const { quota } = app.value;
  return quota.admit('/cgi-bin/clear_quota/v2') ?? quota.clearDays() ?? accept({});
}
