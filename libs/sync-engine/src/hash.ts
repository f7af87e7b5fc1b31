import { hash as digest } from 'node:crypto';

/** A short name for a value, the same for the same content whatever the order of its keys. */
export function hash(value: unknown): string {
  return digest('sha256', JSON.stringify(sorted(value)), 'base64url').slice(0, 22);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
