import type { Figure } from '../figure';
import { measureQuotas } from './quota-shares';

/** How much of a quota is used, without ever a call too many. */
export const shareOfQuota: Figure = {
  id: 'L1',
  title: 'share of quota at 100 and 500 per second, 2 processes, overshoot 0',
  seconds: 27,
  run: (bench) => measureQuotas(bench, { limits: [100, 500], seconds: 20, gate: 0.95, aim: 0.98 }),
};
