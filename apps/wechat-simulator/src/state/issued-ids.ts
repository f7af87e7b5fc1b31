/** How far the sequences of ids have come. One for the whole simulator; kept, so that no id is issued twice. */
export interface IssuedIds {
  /** Of products and skus. Starts above 2^53, where rounding to a double makes neighbours equal. */
  lastId: bigint;
  lastBrandId: number;
  audits: number;
}

export function noIdsIssued(): IssuedIds {
  return { lastId: 4_611_686_018_427_400_000n, lastBrandId: 710_900, audits: 0 };
}
