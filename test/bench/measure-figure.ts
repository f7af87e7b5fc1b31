import { join } from 'node:path';
import { messageOf } from '@tongbu/platform';
import type { Progress, Stack } from '@tongbu/testing';
import type { Figure } from './figure';
import { FigureRun } from './figure-run';
import type { Timing } from './measuring/timing';
import { judge } from './report/judgement';
import { formatQuantity } from './report/quantity';
import type { FigureResult } from './report/result';

/** Measures one figure below `dir` and ends everything it started. Never throws: why it failed is part of the result. */
export async function measureFigure(
  { id, title, run }: Figure,
  stack: Stack,
  timing: Timing,
  dir: string,
  print: Progress,
): Promise<FigureResult> {
  print(`${id}  ${title}`);
  const indented = (line: string) => print(`    ${id} ${line}`);
  const bench = new FigureRun(stack, timing, join(dir, 'work', id), join(dir, 'logs'), indented);
  const from = performance.now();
  const seconds = () => Math.round((performance.now() - from) / 100) / 10;
  try {
    const lines = await run(bench);
    for (const line of lines) indented(`${line.what}: ${formatQuantity(line.figure)}, ${judge(line)}`);
    return { id, title, seconds: seconds(), lines };
  } catch (error) {
    indented(`could not be measured: ${messageOf(error)}`);
    return { id, title, seconds: seconds(), lines: [], failure: messageOf(error) };
  } finally {
    await bench.end().catch((error: unknown) => indented(`did not end cleanly: ${messageOf(error)}`));
  }
}
