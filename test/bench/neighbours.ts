import type { Figure } from './figure';

/** Figures in their order; neighbours that mostly wait are measured beside each other. */
export function neighbours(figures: readonly Figure[]): readonly (readonly Figure[])[] {
  const groups: Figure[][] = [];
  for (const figure of figures) {
    const last = groups.at(-1);
    if (figure.waits && last?.[0]?.waits) last.push(figure);
    else groups.push([figure]);
  }
  return groups;
}

/** About how long they take, in seconds. */
export function secondsOf(figures: readonly Figure[]): number {
  return neighbours(figures).reduce(
    (sum, group) => sum + Math.max(...group.map(({ seconds }) => seconds)),
    0,
  );
}
