import type { Bench } from '../figure';

/** Measures what several figures judge only once in a run: by the first of them. */
export function once<Result>(measure: (bench: Bench) => Promise<Result>): (bench: Bench) => Promise<Result> {
  let measured: Promise<Result> | undefined;
  return (bench) => (measured ??= measure(bench));
}
