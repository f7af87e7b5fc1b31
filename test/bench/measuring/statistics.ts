/** The middle value; of an even number the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The smallest value that at least this part (0..1] of all values does not exceed. NaN of nothing. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** How far apart the smallest and the largest value are, as a part of the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** The largest number of moments within any window of this length. Moments in order, in the unit of the length. */
export function largestWindow(moments: readonly number[], length: number): number {
  let largest = 0;
  let first = 0;
  moments.forEach((moment, index) => {
    while (moment - (moments[first] ?? moment) >= length) first += 1;
    largest = Math.max(largest, index - first + 1);
  });
  return largest;
}
