import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CodedError } from './errors';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1';

/** A key by its name. The name is in the clear beside everything it has sealed. */
export interface DataKey {
  readonly id: string;
  readonly key: Buffer;
}

const EXPECTED =
  'expected NAME:KEY with 32 random bytes in base64 (openssl rand -base64 32), several separated by commas';

/** Keys as they are configured, newest first; empty when there are none. */
export const dataKeysConfig = z
  .string()
  .default('')
  .transform((list, context): readonly DataKey[] => {
    const given = list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const keys = given.flatMap((item) => {
      const [, id, text] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(item) ?? [];
      const key = Buffer.from(text ?? '', 'base64');
      return id === undefined || key.length !== KEY_BYTES ? [] : [{ id, key }];
    });
    if (keys.length < given.length || new Set(keys.map(({ id }) => id)).size < keys.length) {
      context.addIssue({ code: 'custom', message: `${EXPECTED}, each name once` });
    }
    return keys;
  });

/**
 * Seals texts that must not be read where they are stored, with AES-256-GCM. The first key seals; any opens what it has
 * sealed. `about` says what the text belongs to: sealed for one thing, it cannot be opened as another's.
 */
export class SealedTexts {
  private readonly byId: ReadonlyMap<string, Buffer>;

  /** `setting`: the name of the configuration, for errors. */
  constructor(
    private readonly keys: readonly DataKey[],
    private readonly setting: string,
  ) {
    this.byId = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** Throws `data-key-missing` when there is no key. */
  seal(text: string, about: string): string {
    const [first] = this.keys;
    if (first === undefined)
      throw this.missing(`${this.setting}: ${EXPECTED}; without it nothing can be kept`);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, first.key, iv).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [FORMAT, first.id, iv.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** Throws `data-key-missing` when its key is not among ours, `sealed-text-wrong` when it is no text of ours about this. */
  open(sealed: string, about: string): string {
    const [format, id, iv, body] = sealed.split('.');
    if (format !== FORMAT || id === undefined || iv === undefined || body === undefined) throw wrong();
    const key = this.byId.get(id);
    if (key === undefined)
      throw this.missing(`${this.setting}: the key named ${id} is not among the configured ones`);
    const bytes = Buffer.from(body, 'base64url');
    try {
      const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    } catch {
      throw wrong();
    }
  }

  /** Whether this can be opened as far as keys go. */
  hasKeyOf(sealed: string): boolean {
    return this.byId.has(sealed.split('.')[1] ?? '');
  }

  private missing(message: string): CodedError {
    return new CodedError('data-key-missing', message, false);
  }
}

function wrong(): CodedError {
  return new CodedError(
    'sealed-text-wrong',
    'the sealed text was changed, or belongs to something else',
    false,
  );
}
