import { stringifyJson } from '@tongbu/wechat';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import type { FaultPlan, StrikingFault } from '../faults/fault-plan';
import type { ApiFaultKind } from '../faults/fault';
import type { CallLog } from '../stats/call-log';
import type { Random } from '../time/random';
import { looksLikeToken } from '../tokens/token-store';
import { errmsgOf } from './errmsg';
import { ERR } from './errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from './result';
import { newRid } from './rid';
import { isSecretPath, isTokenPath, type ApiRequest, type Router } from './router';

/** What goes back on the wire; `silence` is no answer at all, the connection is cut after that time. */
export type WireAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
      readonly afterMs: number;
    }
  | { readonly kind: 'silence'; readonly afterMs: number };

const DEFAULT_LATENCY_MS = 1_000;
const DEFAULT_HANG_MS = 60_000;
const LOGGED_BODY = 8_192;
const QUOTA_CODES: readonly number[] = [ERR.DAILY_QUOTA, ERR.RATE_LIMIT, ERR.BURST_LIMIT];
const HTML =
  '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>系统繁忙</body></html>';

/** What one call came to: its result, or that a fault kept it from having one. */
interface Handled {
  readonly result: Result<Payload> | undefined;
  readonly fault: StrikingFault<ApiFaultKind> | undefined;
}

/** Takes a call through account, faults, quota and endpoint, and writes down what happened. */
export class Dispatcher {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly apps: ReadonlyMap<string, App>,
    private readonly faults: FaultPlan,
    private readonly router: Router,
    private readonly calls: CallLog,
  ) {}

  handle(request: ApiRequest): WireAnswer {
    const started = this.clock.monotonic();
    const time = this.clock.now();
    const rid = newRid(time, this.random);
    const app = this.appOf(request);
    if (app !== undefined && this.router.knows(request.path)) app.statistics.arrived(request.path, started);
    const { result, fault } = this.run(request, app);
    const body = result === undefined ? '' : bodyOf(result, rid, request.path);
    const errcode = result === undefined ? undefined : result.ok ? 0 : result.errcode;
    if (errcode !== undefined) app?.statistics.answered(request.path, errcode);
    const secret = isSecretPath(request.path);
    this.calls.add({
      rid,
      time,
      appId: app?.appId,
      path: request.path,
      errcode,
      fault: fault?.kind,
      requestBody: secret ? '' : request.body.subarray(0, LOGGED_BODY).toString('utf8'),
      responseBody: secret ? '' : body.slice(0, LOGGED_BODY),
      costMs: this.clock.monotonic() - started,
    });
    return wireAnswer(body, fault, result?.takesMs ?? 0);
  }

  private run(request: ApiRequest, app: App | undefined): Handled {
    if (!this.router.knows(request.path)) return { result: refuse(ERR.UNKNOWN_PATH), fault: undefined };
    const fault = this.faults.ofCall(app?.appId, request);
    const kind = fault?.kind;
    switch (kind) {
      case undefined:
      case 'latency':
      case 'applied-but-timed-out':
        return { result: this.apply(request, app), fault };
      case 'system-error':
        return { result: refuse(ERR.SYSTEM_BUSY), fault };
      case 'quota':
        return { result: refuse(ERR.DAILY_QUOTA), fault };
      case 'burst':
        return { result: refuse(ERR.BURST_LIMIT), fault };
      case 'minute':
        return { result: refuse(ERR.RATE_LIMIT), fault };
      case 'errcode':
        return { result: refuse(fault?.code ?? ERR.SYSTEM_BUSY), fault };
      case 'token-expired':
        return { result: refuse(ERR.TOKEN_EXPIRED), fault };
      case 'http-500':
      case 'html':
      case 'reset':
      case 'hang':
        return { result: undefined, fault };
      default:
        return assertUnreachable(kind);
    }
  }

  private apply(request: ApiRequest, app: App | undefined): Result<Payload> {
    const { path, method } = request;
    const required = path === '/cgi-bin/token' ? 'GET' : 'POST';
    if (method !== required) return refuse(required === 'GET' ? ERR.GET_REQUIRED : ERR.POST_REQUIRED);
    if (isSecretPath(path)) return this.counted(app, path, this.router.respondToSecret(request));
    const authorized = this.authorize(request, app);
    if (!authorized.ok) return authorized;
    const owner = authorized.value;
    const stranger = this.router.checksIp(path) ? owner.refusalOfIp(request.ip) : undefined;
    if (stranger !== undefined) return stranger;
    const closed = refusalOfClosed(owner, path);
    if (closed !== undefined) return closed;
    const parsed = this.router.parse(request);
    if (!parsed.ok) return parsed;
    const overQuota = owner.quota.admit(path);
    if (overQuota !== undefined) {
      owner.statistics.refusedForQuota(path);
      return overQuota;
    }
    owner.statistics.admitted(path, this.clock.monotonic());
    return parsed.value(owner);
  }

  /** Calls with a secret meet their quotas inside, so their part of the statistics follows from the answer. */
  private counted(app: App | undefined, path: string, result: Result<Payload>): Result<Payload> {
    if (result.ok) app?.statistics.admitted(path, this.clock.monotonic());
    else if (QUOTA_CODES.includes(result.errcode)) app?.statistics.refusedForQuota(path);
    return result;
  }

  private authorize({ query }: ApiRequest, app: App | undefined): Result<App> {
    const token = query.get('access_token') ?? '';
    if (token === '') return refuse(ERR.TOKEN_MISSING);
    if (!looksLikeToken(token)) return refuse(ERR.MALFORMED_TOKEN);
    if (app === undefined) return refuse(ERR.INVALID_CREDENTIAL);
    return app.tokens.refusalOf(token) ?? accept(app);
  }

  /** The account a call belongs to, even when its token is dead: faults and statistics are per account. */
  private appOf(request: ApiRequest): App | undefined {
    if (isSecretPath(request.path)) return this.apps.get(this.router.appIdOfSecretCall(request) ?? '');
    const token = request.query.get('access_token') ?? '';
    return [...this.apps.values()].find(({ tokens }) => tokens.knows(token));
  }
}

/** Nothing of the component answers before it is open, apart from what opens it. */
function refusalOfClosed(app: App, path: string): Refusal | undefined {
  const opens = !path.startsWith('/shop/') || path.startsWith('/shop/register/');
  return opens ? undefined : app.refusalOfAccess();
}

function bodyOf(result: Result<Payload>, rid: string, path: string): string {
  if (!result.ok)
    return stringifyJson({ errcode: result.errcode, errmsg: errmsgOf(result.errcode, result.detail, rid) });
  // Token endpoints answer a success without errcode.
  return stringifyJson(isTokenPath(path) ? result.value : { errcode: 0, errmsg: 'ok', ...result.value });
}

function wireAnswer(
  body: string,
  fault: StrikingFault<ApiFaultKind> | undefined,
  takesMs: number,
): WireAnswer {
  const answer = {
    kind: 'answer',
    status: 200,
    contentType: 'application/json; encoding=utf-8',
    body,
    afterMs: takesMs,
  } as const;
  const html = { ...answer, contentType: 'text/html; charset=utf-8', body: HTML };
  switch (fault?.kind) {
    case 'latency':
      return { ...answer, afterMs: takesMs + (fault.ms ?? DEFAULT_LATENCY_MS) };
    case 'http-500':
      return { ...html, status: 500 };
    case 'html':
      return html;
    case 'reset':
      return { kind: 'silence', afterMs: 0 };
    case 'hang':
    case 'applied-but-timed-out':
      return { kind: 'silence', afterMs: fault.ms ?? DEFAULT_HANG_MS };
    default:
      return answer;
  }
}
