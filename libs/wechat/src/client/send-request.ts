import { stringifyJson } from '../json';
import type { WireBody } from './endpoint';

/** What came of one HTTP attempt; no text in it contains the address, which carries the token. */
export type HttpOutcome =
  /** `date`: when it was written by WeChat's clock, in whole seconds, if it says so. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly date?: Date }
  | { readonly kind: 'no-connection'; readonly detail: string }
  | { readonly kind: 'no-answer'; readonly reason: 'timeout' | 'reset'; readonly detail: string };

/** The part of a request that calls of WeChat need. */
export interface PostInit {
  readonly method: 'POST';
  readonly redirect: 'manual';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | FormData;
  readonly signal?: AbortSignal;
}

/** The global `fetch`, as far as it is needed here. */
export type Fetch = (
  url: string,
  init: PostInit,
) => Promise<Pick<Response, 'status' | 'text'> & { readonly headers: Pick<Headers, 'get'> }>;

/** Failures of name resolution, connection and TLS: not a byte of the request was written. */
const BEFORE_WRITE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

/** The system's code of a failure, mostly a few causes down. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return nameOf(error);
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'unknown';
}

/** The request, ready to be sent in the same synchronous step in which the last checks are made. */
export function buildRequest(
  baseUrl: string,
  path: string,
  body: WireBody,
  accessToken: string | undefined,
): { readonly url: string; readonly init: PostInit } {
  const query = new URLSearchParams(body.kind === 'multipart' ? body.fields : {});
  if (accessToken !== undefined) query.set('access_token', accessToken);
  const url = query.size === 0 ? `${baseUrl}${path}` : `${baseUrl}${path}?${query.toString()}`;
  // A redirect would carry the token to another host.
  const init = { method: 'POST', redirect: 'manual' } as const;
  if (body.kind === 'json') {
    return {
      url,
      init: { ...init, headers: { 'content-type': 'application/json' }, body: stringifyJson(body.json) },
    };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(body.fields)) form.set(name, value);
  if (body.file !== undefined) {
    form.set('media', new Blob([body.file.bytes], { type: body.file.contentType }), body.file.fileName);
  }
  return { url, init: { ...init, body: form } };
}

function dateOf(header: string | null): Date | undefined {
  const at = Date.parse(header ?? '');
  return Number.isNaN(at) ? undefined : new Date(at);
}

/** Sends at once: the connection is asked for before this function first waits. */
export async function sendRequest(
  send: Fetch,
  { url, init }: { readonly url: string; readonly init: PostInit },
  timeoutMs: number,
): Promise<HttpOutcome> {
  // AbortSignal.timeout keeps its timer until it fires, long after most calls are over.
  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new DOMException('The operation timed out', 'TimeoutError')),
    timeoutMs,
  );
  try {
    const response = await send(url, { ...init, signal: patience.signal });
    const date = dateOf(response.headers.get('date'));
    return { kind: 'answer', status: response.status, body: await response.text(), date };
  } catch (error) {
    const code = codeOf(error);
    if (BEFORE_WRITE.test(code)) return { kind: 'no-connection', detail: code };
    return nameOf(error) === 'TimeoutError'
      ? { kind: 'no-answer', reason: 'timeout', detail: `no answer within ${timeoutMs} ms` }
      : { kind: 'no-answer', reason: 'reset', detail: code };
  } finally {
    clearTimeout(timer);
  }
}
