import type { Line } from '../figure';
import type { Samples } from './interleave';

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly ours: Samples;
  readonly baseline: Samples & { readonly name: string };
  /** Left out where nothing is asked. */
  readonly gate?: number;
  readonly aim?: number;
  readonly conditions?: Line['conditions'];
  readonly note?: string;
}

/** The line of a figure that says how many times what the baseline did we did. */
export function timesBaseline({ what, unit, ours, baseline, gate, aim, conditions, note }: Comparison): Line {
  return {
    what,
    ours: { value: ours.median, unit },
    baseline: { value: baseline.median, unit, name: baseline.name },
    figure: { value: ours.median / baseline.median, unit: '×' },
    gate,
    aim,
    better: 'higher',
    conditions,
    note,
    samples: { ours: ours.values, baseline: baseline.values },
  };
}
