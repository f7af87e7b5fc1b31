import type { Figure } from '../figure';
import { measureQuotas } from './quota-shares';

/** The same while each process stands still for a tenth of the time. */
export const shareWithStalls: Figure = {
  id: 'L2',
  title: 'share of quota with a 100 ms stall each second, overshoot 0',
  seconds: 27,
  run: (bench) =>
    measureQuotas(bench, { limits: [100, 500], seconds: 20, stallMs: 100, gate: 0.88, aim: 0.9 }),
};
