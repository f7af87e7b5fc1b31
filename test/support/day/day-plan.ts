import type { Sold } from '../sold-orders';

/** What becomes of an order, and how many of a hundred become that. */
export const FATES = {
  'never-paid': 6,
  'cancelled-by-the-shop': 6,
  'cancelled-by-the-buyer': 6,
  delivered: 20,
  'delivered-in-parts': 14,
  'refunded-before-dispatch': 8,
  'refunded-between-parcels': 8,
  returned: 10,
  'claim-changed': 6,
  'claim-withdrawn': 5,
  'opened-by-the-shop': 5,
  'judged-for-the-buyer': 3,
  'judged-for-the-shop': 3,
} as const;
export type Fate = keyof typeof FATES;
const ALL_FATES = Object.keys(FATES) as Fate[];

export const PRODUCTS = ['cup', 'pot', 'tray', 'bowl', 'vase', 'lamp'];

export interface DayOrder {
  readonly orderId: string;
  readonly fate: Fate;
  readonly sold: Sold;
  /** Integer fen off the whole order. */
  readonly discount: number;
  /** Whether the shop tells of the receipt, or the buyer confirms it inside WeChat. */
  readonly receiptBy: 'shop' | 'buyer';
  /** The product of a claim, and how many pieces of it. */
  readonly claimed: { readonly product: string; readonly pieces: number };
}

/** The orders of a day, the same for the same seed; a short day too has one of each fate. */
export function planDay(seed: number, count: number): DayOrder[] {
  const random = randomOf(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, index) => {
    const drawn = pickFate(random());
    const fate = ALL_FATES[index] ?? drawn;
    const kinds = fate === 'delivered-in-parts' || fate === 'refunded-between-parcels' ? 3 : 1 + below(3);
    const first = below(PRODUCTS.length);
    const products = Array.from(
      { length: kinds },
      (_unused, step) => PRODUCTS[(first + step) % PRODUCTS.length]!,
    );
    const sold = Object.fromEntries(products.map((product) => [product, 1 + below(3)]));
    const product = products[below(kinds)]!;
    return {
      orderId: `D${seed}-${index}`,
      fate,
      sold,
      discount: below(2) * below(1_000),
      receiptBy: random() < 0.5 ? 'shop' : 'buyer',
      claimed: { product, pieces: 1 + below(sold[product]!) },
    };
  });
}

function pickFate(share: number): Fate {
  const all = ALL_FATES.map((fate) => [fate, FATES[fate]] as const);
  let left = share * all.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [fate, weight] of all) {
    left -= weight;
    if (left < 0) return fate;
  }
  return 'delivered';
}

/** Mulberry32: a small generator whose numbers follow from the seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
