import { timingSafeEqual } from 'node:crypto';
import { decodeUtf8, decryptPush, signPush, type DecryptFailure } from './crypto';
import { formatOf, parseFields, readFields, type Fields, type PushFormat } from './message-text';

export type PushMode = 'plaintext' | 'compatible' | 'security';

/** What is needed to trust a push. During a rotation the new token or key stands first and the old one still counts. */
export interface PushAccount {
  readonly appId: string;
  readonly mode: PushMode;
  readonly tokens: readonly string[];
  readonly encodingAesKeys: readonly string[];
}

/** Query parameters as received; a repeated one (an array) counts as missing. */
export type PushQuery = Readonly<Record<string, unknown>>;

/**
 * Why a push was refused, for our own counters. Every refusal must get the same answer: a sender may not learn from us
 * whether it was the signature, the padding or the appId.
 *
 * - `missing-query`: `timestamp`, `nonce` or the signature of the account's mode is missing
 * - `mode-mismatch`: encrypted for an account in plaintext mode, or the reverse
 * - `bad-signature`: signed with another token, or altered on the way
 * - `malformed`: not UTF-8, not JSON or XML, an XML document type, or no `Encrypt` member
 * - `bad-ciphertext`, `bad-padding`, `bad-length`, `wrong-appid`: see {@link decryptPush}
 */
export type PushRefusal = 'missing-query' | 'mode-mismatch' | 'bad-signature' | 'malformed' | DecryptFailure;

export type OpenedPush =
  | {
      readonly ok: true;
      readonly message: string;
      readonly format: PushFormat;
      /** The members of the message as they were written, for `readPush`; nothing when they are nested too deep to be read. */
      readonly fields?: Readonly<Fields>;
    }
  | { readonly ok: false; readonly reason: PushRefusal };

export type EchoResult =
  | { readonly ok: true; readonly echo: string }
  | { readonly ok: false; readonly reason: 'missing-query' | 'bad-signature' };

const refused = (reason: PushRefusal) => ({ ok: false, reason }) as const;

function text(query: PushQuery, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Compares with every token, whichever matches, so that the time taken does not tell which one did. */
function isSignedBy(tokens: readonly string[], parts: readonly string[], signature: string): boolean {
  const given = Buffer.from(signature, 'utf8');
  let signed = false;
  for (const token of tokens) {
    const expected = Buffer.from(signPush([token, ...parts]), 'utf8');
    if (given.length === expected.length && timingSafeEqual(given, expected)) signed = true;
  }
  return signed;
}

/**
 * Answers the URL verification (GET). Send `echo` back as it is, with status 200.
 * WeChat documentation: the echo is plain in every mode, signed over token, timestamp and nonce.
 */
export function verifyEcho(query: PushQuery, tokens: string | readonly string[]): EchoResult {
  const signature = text(query, 'signature');
  const timestamp = text(query, 'timestamp');
  const nonce = text(query, 'nonce');
  const echo = text(query, 'echostr');
  if (signature === undefined || timestamp === undefined || nonce === undefined || echo === undefined) {
    return { ok: false, reason: 'missing-query' };
  }
  const accepted = typeof tokens === 'string' ? [tokens] : tokens;
  return isSignedBy(accepted, [timestamp, nonce], signature)
    ? { ok: true, echo }
    : { ok: false, reason: 'bad-signature' };
}

/**
 * Opens a delivery (POST): checks the signature, then decrypts, then checks the appId. `body` is the raw body.
 * In compatible and security mode only `Encrypt` counts: the plain fields beside it are not covered by the signature.
 */
export function openPush(input: {
  readonly account: PushAccount;
  readonly query: PushQuery;
  readonly body: Uint8Array;
}): OpenedPush {
  const { account, query } = input;
  const timestamp = text(query, 'timestamp');
  const nonce = text(query, 'nonce');
  if (timestamp === undefined || nonce === undefined) return refused('missing-query');

  const encrypted = text(query, 'encrypt_type') === 'aes';
  if (encrypted !== (account.mode !== 'plaintext')) return refused('mode-mismatch');
  return encrypted
    ? openEncrypted(account, [timestamp, nonce], text(query, 'msg_signature'), input.body)
    : openPlain(account, [timestamp, nonce], text(query, 'signature'), input.body);
}

function openPlain(
  account: PushAccount,
  signedParts: readonly string[],
  signature: string | undefined,
  body: Uint8Array,
): OpenedPush {
  if (signature === undefined) return refused('missing-query');
  if (!isSignedBy(account.tokens, signedParts, signature)) return refused('bad-signature');
  const message = decodeUtf8(body);
  return message === undefined ? refused('malformed') : accept(message);
}

function openEncrypted(
  account: PushAccount,
  signedParts: readonly string[],
  signature: string | undefined,
  body: Uint8Array,
): OpenedPush {
  if (signature === undefined) return refused('missing-query');
  const envelope = decodeUtf8(body);
  const format = envelope === undefined ? undefined : formatOf(envelope);
  if (envelope === undefined || format === undefined) return refused('malformed');
  const encrypt = parseFields(envelope, format)?.['Encrypt'];
  if (typeof encrypt !== 'string' || encrypt === '') return refused('malformed');
  if (!isSignedBy(account.tokens, [...signedParts, encrypt], signature)) return refused('bad-signature');

  let failure: DecryptFailure = 'bad-ciphertext';
  for (const encodingAesKey of account.encodingAesKeys) {
    const opened = decryptPush({ encodingAesKey, appId: account.appId, encrypt });
    if (opened.ok) return accept(opened.message);
    // The key that got furthest tells what is wrong: a foreign appId is seen only after the padding was right.
    if (failure !== 'wrong-appid') failure = opened.reason;
  }
  return refused(failure);
}

function accept(message: string): OpenedPush {
  const format = formatOf(message);
  if (format === undefined) return refused('malformed');
  const fields = readFields(message, format);
  if (fields === 'malformed') return refused('malformed');
  return { ok: true, message, format, ...(fields === 'too-deep' ? {} : { fields }) };
}
