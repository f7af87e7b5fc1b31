import { ERR } from './errcodes';
import { refuse, type Refusal, type Result } from './result';

/** What was noticed while a request body was read. */
interface Notes {
  readonly refusals: Refusal[];
  readonly unknownFields: Set<string>;
}

/** How one member of a request is read. A violation is noted; the value returned for it is never used. */
export interface Field<T> {
  /** Code of the refusal when the member is absent; `undefined`: it may be absent. */
  readonly missing: number | undefined;
  read(value: unknown, at: string, notes: Notes): T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type ValueOf<F> = F extends Field<infer T> ? T : never;
type RecordOf<F extends Fields> = { readonly [Key in keyof F]: ValueOf<F[Key]> };

const wrongType = (at: string, expected: string) => refuse(ERR.MALFORMED_DATA, `${at} must be ${expected}`);

interface TextRules {
  readonly missing?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Code of the refusal of a text that does not match the pattern. */
  readonly invalid?: number;
}

/** A string that must not be empty. */
export function text(rules: TextRules = {}): Field<string> {
  const missing = rules.missing ?? ERR.PARAMETER_MISSING;
  return {
    missing,
    read(value, at, { refusals }) {
      const refusal = value === '' ? refuse(missing, at) : refusalOfText(value, at, rules);
      if (refusal !== undefined) refusals.push(refusal);
      return value as string;
    },
  };
}

/** A string that may be empty or left out. */
export function optionalText(rules: TextRules = {}): Field<string | undefined> {
  return optional(textOrEmpty(rules));
}

/** A string that must be there and may be empty. */
export function textOrEmpty(rules: TextRules = {}): Field<string> {
  return {
    missing: rules.missing ?? ERR.PARAMETER_MISSING,
    read(value, at, { refusals }) {
      const refusal = value === '' ? undefined : refusalOfText(value, at, rules);
      if (refusal !== undefined) refusals.push(refusal);
      return value as string;
    },
  };
}

function refusalOfText(value: unknown, at: string, rules: TextRules): Refusal | undefined {
  const { max, pattern, invalid = ERR.INVALID_ARGUMENT } = rules;
  if (typeof value !== 'string') return wrongType(at, 'a string');
  if (max !== undefined && [...value].length > max) {
    return refuse(ERR.PARAMETER_TOO_LONG, `${at} has more than ${max} characters`);
  }
  if (pattern !== undefined && !pattern.test(value))
    return refuse(invalid, `${at} must match ${pattern.source}`);
  return undefined;
}

/** An integer that a double holds exactly. A numeric string is a wrong type, not a number. */
export function integer(
  options: { missing?: number; min?: number; max?: number; oneOf?: readonly number[]; invalid?: number } = {},
): Field<number> {
  const { missing = ERR.PARAMETER_MISSING, min, max, oneOf, invalid = ERR.INVALID_ARGUMENT } = options;
  return {
    missing,
    read(value, at, { refusals }) {
      if (typeof value !== 'number' || !Number.isSafeInteger(value))
        refusals.push(wrongType(at, 'an integer'));
      else if (min !== undefined && value < min) refusals.push(refuse(invalid, `${at} is below ${min}`));
      else if (max !== undefined && value > max) refusals.push(refuse(invalid, `${at} is above ${max}`));
      else if (oneOf !== undefined && !oneOf.includes(value)) {
        refusals.push(refuse(invalid, `${at} must be one of ${oneOf.join(', ')}`));
      }
      return value as number;
    },
  };
}

/** An unsigned 64-bit id written as a bare number. */
export function uint64(): Field<bigint> {
  return {
    missing: ERR.PARAMETER_MISSING,
    read(value, at, { refusals }) {
      if (typeof value === 'bigint' && value >= 0n && value < 1n << 64n) return value;
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
      refusals.push(wrongType(at, 'an unsigned 64-bit number'));
      return 0n;
    },
  };
}

/** An unsigned 64-bit id in digits, in quotes. */
export function uint64Text(): Field<bigint> {
  return {
    missing: ERR.PARAMETER_MISSING,
    read(value, at, notes) {
      const digits = typeof value === 'string' && /^\d{1,20}$/.test(value);
      return uint64().read(digits ? BigInt(value) : value, at, notes);
    },
  };
}

export function flag(): Field<boolean> {
  return {
    missing: ERR.PARAMETER_MISSING,
    read(value, at, { refusals }) {
      if (typeof value !== 'boolean') refusals.push(wrongType(at, 'true or false'));
      return value === true;
    },
  };
}

export function list<T>(
  of: Field<T>,
  options: { missing?: number; empty?: number; max?: number; tooMany?: number } = {},
): Field<readonly T[]> {
  const { missing = ERR.PARAMETER_MISSING, empty, max, tooMany = ERR.INVALID_ARGUMENT } = options;
  return {
    missing,
    read(value, at, notes) {
      if (!Array.isArray(value)) {
        notes.refusals.push(wrongType(at, 'an array'));
        return [];
      }
      if (value.length === 0 && empty !== undefined) notes.refusals.push(refuse(empty, at));
      if (max !== undefined && value.length > max) {
        notes.refusals.push(refuse(tooMany, `${at} has more than ${max} entries`));
      }
      return value.map((entry: unknown, index) => of.read(entry, `${at}[${index}]`, notes));
    },
  };
}

export function record<F extends Fields>(fields: F, options: { missing?: number } = {}): Field<RecordOf<F>> {
  return {
    missing: options.missing ?? ERR.PARAMETER_MISSING,
    read(value, at, notes) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        notes.refusals.push(wrongType(at || 'the body', 'an object'));
        return {} as RecordOf<F>;
      }
      const given = new Map<string, unknown>(Object.entries(value));
      const read: Record<string, unknown> = {};
      for (const [name, field] of Object.entries(fields)) {
        const path = at === '' ? name : `${at}.${name}`;
        if (given.has(name)) read[name] = field.read(given.get(name), path, notes);
        else if (field.missing !== undefined) notes.refusals.push(refuse(field.missing, path));
      }
      for (const name of given.keys()) {
        if (!Object.hasOwn(fields, name))
          notes.unknownFields.add(`${at}.${name}`.replace(/\[\d+\]/g, '[]').replace(/^\./, ''));
      }
      return read as RecordOf<F>;
    },
  };
}

/** The same member, but it may be left out. `null` stays a wrong type. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { missing: undefined, read: (value, at, notes) => field.read(value, at, notes) };
}

/** One of several forms of the same member. */
export function either<A, B>(first: Field<A>, second: Field<B>): Field<A | B> {
  return {
    missing: first.missing,
    read(value, at, notes) {
      const tried: Notes = { refusals: [], unknownFields: new Set() };
      const read = first.read(value, at, tried);
      return tried.refusals.length === 0 ? read : second.read(value, at, notes);
    },
  };
}

/** A part of a request with a code of its own: whatever is wrong in it, a JSON type too, is refused with that. */
export function group<T>(errcode: number, field: Field<T>): Field<T> {
  return {
    missing: errcode,
    read(value, at, { refusals, unknownFields }) {
      const found: Notes = { refusals: [], unknownFields };
      const read = field.read(value, at, found);
      for (const refusal of found.refusals) refusals.push({ ...refusal, errcode });
      return read;
    },
  };
}

/** Reads a body. A wrong JSON type anywhere wins over every other refusal, as a real decoder fails before any rule runs. */
export function decode<T>(
  field: Field<T>,
  body: unknown,
): Result<T> & { readonly unknownFields: readonly string[] } {
  const notes: Notes = { refusals: [], unknownFields: new Set() };
  const value = field.read(body, '', notes);
  const refusal = notes.refusals.find(({ errcode }) => errcode === ERR.MALFORMED_DATA) ?? notes.refusals[0];
  const unknownFields = [...notes.unknownFields];
  return refusal === undefined ? { ok: true, value, unknownFields } : { ...refusal, unknownFields };
}
