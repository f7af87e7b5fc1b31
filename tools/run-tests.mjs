// Runs jest and closes with one line of totals.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build.mjs';
import { runNode } from './child.mjs';

/**
 * Resolves with jest's exit code. `args` are jest's own: paths, `-t name`, and projects of one's own choice, last, because
 * jest takes all that follows for their names: `--selectProjects unit`. `projects`: those that run otherwise.
 */
export async function runTests(args, projects = ['unit', 'integration']) {
  const chosen = args.some((arg) => arg.startsWith('--selectProjects'));
  const directory = mkdtempSync(join(tmpdir(), 'tongbu-jest-'));
  const results = join(directory, 'results.json');
  try {
    const code = await runNode(join(root, 'node_modules/jest/bin/jest.js'), [
      '--json',
      `--outputFile=${results}`,
      ...args,
      ...(chosen ? [] : ['--selectProjects', ...projects]),
    ]);
    const totals = readTotals(results);
    if (totals === undefined) {
      console.error('the tests did not run to their end');
      return code || 1;
    }
    console.log(totals);
    return code;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readTotals(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  // A suite that could not even be loaded counts as one failed test.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  return `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
