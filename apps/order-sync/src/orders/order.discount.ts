import { listTotal, sum } from './order.sums';
import type { OrderLine } from './order';

/**
 * What is paid for each line when `discount` is taken off in proportion to the lines' list totals. By the
 * largest-remainder method, so that the sum is exact, and no line is paid less than nothing or more than its list total.
 * `discount` must be at most the sum.
 */
export function spreadDiscount(totals: readonly bigint[], discount: bigint): bigint[] {
  const goods = sum(totals);
  if (goods === 0n) return totals.map(() => 0n);
  const shares = totals.map((total, index) => ({
    index,
    off: (discount * total) / goods,
    remainder: (discount * total) % goods,
  }));
  const left = discount - sum(shares.map(({ off }) => off));
  const first = new Set(
    shares
      .toSorted((a, b) =>
        a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
      )
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return shares.map(({ index, off }) => (totals[index] ?? 0n) - off - (first.has(index) ? 1n : 0n));
}

/** How far a piece may be from its part of the discount, in fen; tried one after the other. */
const DISTANCES = [0, 1, 2, 4, 8, 16, 32, 64];
/** Steps after which no farther distance is tried: carts that need more are not worth the wait. */
const MOST_STEPS = 5_000_000;

/**
 * As {@link spreadDiscount}, for the first generation of the component, which is told what is paid for one piece: every
 * line is a multiple of its pieces. Each piece gets its part in whole fen, or a little more or less of it so that the sum
 * is exact. undefined: no such way was found.
 */
export function spreadByPiece(
  lines: readonly Pick<OrderLine, 'unitPrice' | 'quantity'>[],
  discount: bigint,
): bigint[] | undefined {
  const goods = sum(lines.map(listTotal));
  if (goods === 0n) return lines.map(() => 0n);
  const parts = lines.map(({ unitPrice, quantity }) => {
    const off = (discount * BigInt(unitPrice)) / goods;
    return { quantity, off, room: BigInt(unitPrice) - off };
  });
  const left = Number(discount - sum(parts.map(({ off, quantity }) => off * BigInt(quantity))));
  for (const distance of DISTANCES) {
    const moves = parts.map(({ quantity, off, room }) => ({
      size: quantity,
      less: atMost(off, distance),
      more: atMost(room, distance),
    }));
    const target = left + moves.reduce((all, { size, less }) => all + size * less, 0);
    if (distance > 1 && target * moves.length * distance > MOST_STEPS) return undefined;
    const steps = smallestMoves(moves, target);
    if (steps === undefined) continue;
    return lines.map((line, index) => {
      const off = (parts[index]?.off ?? 0n) + BigInt(steps[index] ?? 0);
      return listTotal(line) - off * BigInt(line.quantity);
    });
  }
  return undefined;
}

const atMost = (amount: bigint, most: number) => (amount < BigInt(most) ? Number(amount) : most);

interface Move {
  readonly size: number;
  readonly less: number;
  readonly more: number;
}

/** For each line by how much a piece moves, from `-less` to `more`, so that all sizes make `target - less * size`. */
function smallestMoves(moves: readonly Move[], target: number): readonly number[] | undefined {
  interface Way {
    readonly moved: number;
    readonly steps: readonly number[];
  }
  let ways: (Way | undefined)[] = [{ moved: 0, steps: [] }];
  for (const { size, less, more } of moves) {
    const next: (Way | undefined)[] = [];
    ways.forEach((way, total) => {
      if (way === undefined) return;
      for (let step = -less; step <= more; step += 1) {
        const reached = total + (step + less) * size;
        const moved = way.moved + Math.abs(step) * size;
        if (reached > target || moved >= (next[reached]?.moved ?? Number.POSITIVE_INFINITY)) continue;
        next[reached] = { moved, steps: [...way.steps, step] };
      }
    });
    ways = next;
  }
  return ways[target]?.steps;
}
