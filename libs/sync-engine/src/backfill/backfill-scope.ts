import { z } from 'zod';

/** One way to say which rows a backfill is about. */
export interface BackfillScope {
  readonly schema: z.ZodType;
  /** In words, for the API's description. */
  readonly summary: string;
  /** A condition on `sync_rows`; `value` stands for what was asked for, as jsonb. */
  readonly condition: (value: string) => string;
}

export type BackfillScopes = Readonly<Record<string, BackfillScope>>;

/** Exactly one member, named after a scope. */
export type ScopeRequest = Readonly<Record<string, unknown>>;

/** What every kind of thing can be asked for. */
export const commonScopes: BackfillScopes = {
  all: {
    schema: z.literal(true, { error: 'expected true' }),
    summary: 'everything',
    condition: (value) => `${value}::jsonb = 'true'`,
  },
  ids: {
    schema: z
      .array(z.string().min(1))
      .min(1, 'expected at least one id')
      .max(10_000, 'expected at most 10000 ids'),
    summary: "the merchant's ids",
    condition: (value) => `entity_id IN (SELECT jsonb_array_elements_text(${value}::jsonb))`,
  },
  changedSince: {
    schema: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-03-01T00:00:00Z' }),
    summary: 'what the merchant has changed since a time',
    condition: (value) => `desired_at >= (${value}::jsonb #>> '{}')::timestamptz`,
  },
};

/** The body of a request for a backfill: exactly one scope. */
export function backfillRequest(scopes: BackfillScopes) {
  const names = Object.keys(scopes);
  const members = Object.fromEntries(
    names.map((name) => [name, scopes[name]?.schema.optional() ?? z.never()]),
  );
  const error = `expected exactly one of ${names.join(', ')}`;
  const isOneKnown = (scope: ScopeRequest) => {
    const given = Object.keys(scope).filter((name) => scope[name] !== undefined);
    return given.length === 1 && given.every((name) => names.includes(name));
  };
  return z.strictObject({ scope: z.looseObject(members, { error }).refine(isOneKnown, { error }) });
}
