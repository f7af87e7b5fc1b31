import type { Line } from '../figure';

/** `informs`: nothing is asked of this line. */
export type Judgement = 'aim met' | 'gate met' | 'gate missed' | 'informs';

/** A condition that does not hold misses the gate, however good the figure is. */
export function judge({ figure, gate, aim, better = 'higher', conditions = [] }: Line): Judgement {
  if (gate === undefined) return 'informs';
  const reaches = (wanted: number) => (better === 'higher' ? figure.value >= wanted : figure.value <= wanted);
  if (!reaches(gate) || conditions.some(({ met }) => !met)) return 'gate missed';
  return aim !== undefined && reaches(aim) ? 'aim met' : 'gate met';
}
