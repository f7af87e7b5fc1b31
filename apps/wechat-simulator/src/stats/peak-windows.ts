import { SlidingLog } from '../quota/sliding-log';

/** Remembers the highest number of calls that ever lay in one sliding window, for several windows at once. */
export class PeakWindows {
  private readonly windows: readonly { readonly ms: number; readonly log: SlidingLog; highest: number }[];

  constructor(windowsMs: readonly number[]) {
    this.windows = windowsMs.map((ms) => ({ ms, log: new SlidingLog(), highest: 0 }));
  }

  add(moment: number): void {
    for (const window of this.windows) {
      window.log.add(moment);
      window.highest = Math.max(window.highest, window.log.count(moment, window.ms));
    }
  }

  /** Highest count per window, named by its seconds: `{"1s": 12, "30s": 240}`. */
  highest(): Record<string, number> {
    return Object.fromEntries(this.windows.map(({ ms, highest }) => [`${ms / 1_000}s`, highest]));
  }
}
