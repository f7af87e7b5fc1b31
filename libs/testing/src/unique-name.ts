import { randomBytes } from 'node:crypto';

/** A name no other test has, for topics, groups, Redis prefixes and databases: letters, digits and hyphens only. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
