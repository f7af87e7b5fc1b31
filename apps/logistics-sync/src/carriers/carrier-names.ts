import type { ParcelCarrier } from '@tongbu/contracts';

/** A carrier's code or name as it is compared: width, case, spaces and punctuation do not tell carriers apart. */
export function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What a carrier was called, the code first; each once. */
export function namesOf({ code, name }: ParcelCarrier): string[] {
  const given = [code, name].filter((part) => part !== undefined).map(comparable);
  return [...new Set(given)].filter((part) => part !== '');
}

/** What a parcel waits for while nobody knows its carrier. */
export const carrierFact = (name: string) => `carrier:${comparable(name)}`;
export const carrierFacts = (carrier: ParcelCarrier) => namesOf(carrier).map(carrierFact);
