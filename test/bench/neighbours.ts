import type { Figure } from './figure';

/** Figures in their order, those that are measured beside each other together. */
export function neighbours(figures: readonly Figure[]): readonly (readonly Figure[])[] {
  const groups: Figure[][] = [];
  for (const figure of figures) {
    const last = groups.at(-1);
    if (figure.group !== undefined && figure.group === last?.[0]?.group) last.push(figure);
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
