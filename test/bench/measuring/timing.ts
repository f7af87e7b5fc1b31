/** How long is measured. */
export interface Timing {
  /** Each side runs this long before anything counts. */
  readonly warmUpMs: number;
  /** Each side is measured this often, in turns. */
  readonly rounds: number;
  readonly roundMs: number;
  /** What lasts a time of its own is multiplied by this. */
  readonly scale: number;
}

export const fullTiming: Timing = { warmUpMs: 2_000, rounds: 5, roundMs: 1_500, scale: 1 };

/** For development: too short for a figure to be relied on. */
export const quickTiming: Timing = { warmUpMs: 300, rounds: 1, roundMs: 1_000, scale: 0.15 };
