import { DataFile } from '../state/data-file';
import { StateKeeper } from '../state/state-keeper';
import type { SimulatorBench } from './simulator-bench';

export function keeperOn(path: string, bench: SimulatorBench, reports: string[] = []): StateKeeper {
  const { simulator, time } = bench;
  return new StateKeeper(new DataFile(path), simulator, time, time, (sentence) => reports.push(sentence));
}

/** Ends one run and begins the next on the same file, so much later. */
export async function nextRunOn<Bench extends SimulatorBench>(
  path: string,
  bench: SimulatorBench,
  next: Bench,
  laterMs = 0,
): Promise<Bench> {
  await keeperOn(path, bench).close();
  next.time.advance(laterMs);
  keeperOn(path, next).restore();
  return next;
}
