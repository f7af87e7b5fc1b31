import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { ERR } from '../api/errcodes';
import { record, text } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { isRid } from '../api/rid';
import type { CallLog } from '../stats/call-log';

const RID_KEPT_MS = 7 * 24 * 3_600_000;

/** Questions about quotas and earlier calls. */
export function openapiEndpoints(
  clock: Clock,
  calls: CallLog,
  isPath: (path: string) => boolean,
): readonly JsonEndpoint[] {
  return [
    endpoint('/cgi-bin/openapi/quota/get', record({ cgi_path: text() }), (app, { cgi_path }) =>
      isPath(cgi_path) ? accept(quotaOf(app, cgi_path)) : refusalOfPath(cgi_path),
    ),
    endpoint('/cgi-bin/openapi/rid/get', record({ rid: text() }), (app, { rid }) =>
      callOf(app, rid, calls, clock),
    ),
    endpoint(
      '/cgi-bin/clear_quota',
      record({ appid: text({ missing: ERR.APPID_MISSING }) }),
      (app, { appid }) => {
        if (appid !== app.appId) return refuse(ERR.INVALID_APPID);
        return app.quota.clearDays() ?? accept({});
      },
    ),
    endpoint('/cgi-bin/openapi/quota/clear', record({ cgi_path: text() }), (app, { cgi_path }) =>
      isPath(cgi_path) ? (app.quota.clearDayOf(cgi_path) ?? accept({})) : refusalOfPath(cgi_path),
    ),
  ];
}

function refusalOfPath(path: string): Result<Payload> {
  return refuse(path.startsWith('/') ? ERR.CGI_PATH_UNKNOWN : ERR.RID_OF_ANOTHER, path);
}

function quotaOf(app: App, path: string): Payload {
  const { limit, used } = app.quota.daily(path);
  const { burstCalls, burstSeconds } = app.settings.quotas;
  const burst = { call_count: burstCalls, refresh_second: burstSeconds };
  return {
    quota: { daily_limit: limit, used, remain: Math.max(0, limit - used) },
    rate_limit: burst,
    component_rate_limit: burst,
  };
}

function callOf(app: App, rid: string, calls: CallLog, clock: Clock): Result<Payload> {
  if (!isRid(rid)) return refuse(ERR.RID_MALFORMED);
  const call = calls.find(rid);
  if (call === undefined) return refuse(ERR.RID_UNKNOWN);
  if (call.appId !== app.appId) return refuse(ERR.RID_OF_ANOTHER);
  if (clock.now().getTime() - call.time.getTime() > RID_KEPT_MS) return refuse(ERR.RID_TOO_OLD);
  return accept({
    request: {
      invoke_time: Math.floor(call.time.getTime() / 1_000),
      cost_in_ms: Math.round(call.costMs),
      request_url: call.path,
      request_body: call.requestBody,
      response_body: call.responseBody,
      client_ip: '127.0.0.1',
    },
  });
}
