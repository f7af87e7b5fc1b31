import type { Random } from '../time/random';

/** The id of one call, in WeChat's form: time, then two random parts, in hex. */
export function newRid(now: Date, random: Random): string {
  return `${Math.floor(now.getTime() / 1000).toString(16)}-${random.hex(8)}-${random.hex(8)}`;
}

export function isRid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/.test(text);
}
