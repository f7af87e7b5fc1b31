import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

/** The scheme pads to 32 bytes, twice the block of AES, so the padding is done and undone here. */
const BLOCK = 32;
const RANDOM_PREFIX = 16;
const LENGTH_FIELD = 4;

export type DecryptFailure = 'bad-ciphertext' | 'bad-padding' | 'bad-length' | 'wrong-appid';
export type DecryptResult =
  { readonly ok: true; readonly message: string } | { readonly ok: false; readonly reason: DecryptFailure };

export interface EncryptInput {
  /** 43 characters, as shown in the console of the mini program. */
  readonly encodingAesKey: string;
  readonly appId: string;
  readonly message: string;
  /** The 16 bytes in front of the message; fresh random ones unless a test wants a reproducible result. */
  readonly random16?: Uint8Array;
}

/**
 * SHA-1, in hex, of the parts sorted as byte strings and joined; of the ASCII that WeChat signs, UTF-16 has the same order.
 * WeChat documentation: `signature` covers token, timestamp and nonce; `msg_signature` these and `Encrypt`.
 */
export function signPush(parts: readonly string[]): string {
  return hash('sha1', parts.toSorted().join(''), 'hex');
}

/** Node's decoder is lenient, as it must be: the last character of a key usually carries unused bits. */
function aesKeyOf(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}

/**
 * Encrypts a message for a push or a reply; the result is the base64 text of `Encrypt`.
 * WeChat documentation: AES-256-CBC, the first 16 bytes of the key as IV, over 16 random bytes, the byte length of the
 * message (32 bits, big-endian), the message and the appId, padded by PKCS#7 to blocks of 32.
 */
export function encryptPush({ encodingAesKey, appId, message, random16 }: EncryptInput): string {
  const key = aesKeyOf(encodingAesKey);
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(LENGTH_FIELD);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([
    random16 ?? randomBytes(RANDOM_PREFIX),
    length,
    body,
    Buffer.from(appId, 'utf8'),
  ]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_PREFIX)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}

/**
 * Undoes {@link encryptPush}. Verify the signature first: the reasons here are for our own counters and must not be
 * told apart by a sender who does not know the token.
 *
 * - `bad-ciphertext`: not base64, or not whole cipher blocks
 * - `bad-padding`: the padding is outside 1..32
 * - `bad-length`: the length field points past the end, or the message is not UTF-8
 * - `wrong-appid`: meant for another account
 */
export function decryptPush(input: {
  readonly encodingAesKey: string;
  readonly appId: string;
  readonly encrypt: string;
}): DecryptResult {
  const plain = decipher(aesKeyOf(input.encodingAesKey), input.encrypt);
  if (plain === undefined) return { ok: false, reason: 'bad-ciphertext' };

  const pad = plain.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > plain.length) return { ok: false, reason: 'bad-padding' };
  const unpadded = plain.subarray(0, plain.length - pad);

  const start = RANDOM_PREFIX + LENGTH_FIELD;
  if (unpadded.length < start) return { ok: false, reason: 'bad-length' };
  const end = start + unpadded.readUInt32BE(RANDOM_PREFIX);
  if (end > unpadded.length) return { ok: false, reason: 'bad-length' };
  if (unpadded.subarray(end).toString('utf8') !== input.appId) return { ok: false, reason: 'wrong-appid' };

  const message = decodeUtf8(unpadded.subarray(start, end));
  return message === undefined ? { ok: false, reason: 'bad-length' } : { ok: true, message };
}

function decipher(key: Buffer, encrypt: string): Buffer | undefined {
  const bytes = Buffer.from(encrypt, 'base64');
  if (bytes.length === 0 || bytes.length % RANDOM_PREFIX !== 0 || !isBase64Of(bytes, encrypt))
    return undefined;
  const decrypting = createDecipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_PREFIX)).setAutoPadding(
    false,
  );
  // Without padding of its own a cipher keeps nothing back of whole blocks.
  const plain = decrypting.update(bytes);
  decrypting.final();
  return plain;
}

/** Node's decoder skips what is not base64 and also takes the alphabet of addresses: then the text is another one. */
function isBase64Of(bytes: Buffer, text: string): boolean {
  const exact = bytes.toString('base64');
  return exact === text || exact === text.padEnd(exact.length, '=');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or nothing when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
