import { messageOf } from '@tongbu/platform';
import { classify } from '../errors/classify';
import { parseJson } from '../json';
import { notSent, unknownOutcome, type CallResult } from './call-result';
import type { Endpoint } from './endpoint';
import type { HttpOutcome } from './send-request';

/** WeChat documentation: a refusal's `errmsg` ends with ` rid: <id>`; it is what support asks for. */
function ridIn(message: string): string | undefined {
  return /rid:\s*([0-9A-Za-z-]+)/.exec(message)?.[1];
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJson(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A missing `errcode` is success (WeChat documentation); a text is read as a number. */
function errcodeOf(fields: Readonly<Record<string, unknown>>): number | undefined {
  const code = fields['errcode'];
  return code === undefined || code === null ? undefined : Number(code);
}

/**
 * What an HTTP outcome means for the call. The HTTP status means nothing while an `errcode` is there, except for 500
 * and above, which come from something in front of WeChat's own logic.
 */
export function readAnswer<Response>(
  endpoint: Endpoint<never, Response>,
  outcome: HttpOutcome,
  ms: number,
  hide: (text: string) => string,
): CallResult<Response> {
  if (outcome.kind === 'no-connection') return notSent('connect', { detail: outcome.detail });
  if (outcome.kind === 'no-answer') return unknownOutcome(outcome.reason, outcome.detail);

  const { status, body } = outcome;
  if (status >= 500) return unknownOutcome('http-status', `HTTP status ${status}`);
  const fields = fieldsOf(body);
  const code = fields === undefined ? undefined : errcodeOf(fields);
  if (status >= 300 && code === undefined) return unknownOutcome('http-status', `HTTP status ${status}`);
  if (body.trim() === '') return unknownOutcome('empty', 'an empty answer');
  if (fields === undefined) return unknownOutcome('not-json', 'an answer that is no JSON object');

  const message = typeof fields['errmsg'] === 'string' ? hide(fields['errmsg']) : '';
  const rid = ridIn(message);
  if (code !== undefined && code !== 0) return refusal(endpoint.path, code, message, rid);
  try {
    const read = endpoint.read(fields);
    if (read.ok) return { ok: true, value: read.value, rid, ms };
    return unknownOutcome('unexpected-response', read.problems.join('; '));
  } catch (error) {
    // Whatever a transformation stumbled over, the call has been made.
    return unknownOutcome('unexpected-response', messageOf(error));
  }
}

function refusal(path: string, code: number, message: string, rid: string | undefined): CallResult<never> {
  if (!Number.isInteger(code)) return unknownOutcome('unexpected-response', 'errcode is no number');
  const {
    meaning,
    meaningZh,
    fix,
    fixZh,
    scope,
    alreadyDone,
    unknown,
    class: errorClass,
  } = classify(code, path);
  const explanation = { meaning, meaningZh, fix, fixZh };
  return {
    ok: false,
    error: {
      kind: 'refused',
      code,
      class: errorClass,
      scope,
      message,
      rid,
      alreadyDone,
      unknownCode: unknown,
      explanation,
    },
  };
}
