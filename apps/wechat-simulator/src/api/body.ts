import { decodeUtf8, parseJson } from '@tongbu/wechat';
import { ERR } from './errcodes';
import { accept, refuse, type Result } from './result';

/** Reads a JSON body, strictly: no comments, no trailing commas, nothing but UTF-8, ids beyond 2^53 kept. */
export function parseBody(bytes: Buffer): Result<unknown> {
  if (bytes.length === 0) return refuse(ERR.EMPTY_BODY);
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse(ERR.MALFORMED_DATA, 'the body is not UTF-8');
  try {
    return accept(parseJson(text));
  } catch {
    // What exactly is malformed is in the text itself, which the caller has.
    return refuse(ERR.MALFORMED_DATA, 'the body is not JSON');
  }
}
