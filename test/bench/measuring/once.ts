import type { Bench } from '../figure';

/** Does or measures what several figures need only once in a run: by the first of them. */
export function once<Result>(work: (bench: Bench) => Promise<Result>): (bench: Bench) => Promise<Result> {
  let done: Promise<Result> | undefined;
  return (bench) => (done ??= work(bench));
}
