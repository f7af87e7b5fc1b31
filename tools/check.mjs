// The checks of `npm run check`, one line each, with a failed check's output below its line.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './build.mjs';

const run = promisify(execFile);

const bin = (name) => join(root, 'node_modules/.bin', name);
const docsGenerator = join(root, 'dist/tools/generate-docs.js');

const STEPS = [
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings', '.'] },
  { name: 'types', command: [bin('tsc'), '--noEmit', '-p', '.'] },
  {
    name: 'dependency rules',
    command: [
      bin('depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      ...['apps', 'libs', 'tools', 'test'].filter((folder) => existsSync(join(root, folder))),
    ],
  },
  {
    name: 'generated docs',
    command: [process.execPath, docsGenerator, '--check'],
    skip: () => (existsSync(docsGenerator) ? undefined : 'tools/generate-docs.ts does not exist'),
  },
  ...kustomizations().map((directory) => ({
    name: `kubernetes ${directory}`,
    command: [process.execPath, join(root, 'tools/check-kubernetes.mjs'), directory],
    skip: () => (hasKubectl() ? undefined : 'kubectl is not installed'),
  })),
];

/** Most of them keep one core busy. */
const AT_ONCE = 2;

/** Runs every check, also after one failed. Returns the exit code. */
export async function check() {
  const left = [...STEPS];
  let failures = 0;
  const work = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      if (!(await passes(step))) failures++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(failures === 0 ? 'all checks passed' : `${failures} of ${STEPS.length} checks failed`);
  return failures === 0 ? 0 : 1;
}

/** Runs one and says how it went. */
async function passes({ name, command: [program, ...args], skip }) {
  const reason = skip?.();
  if (reason !== undefined) {
    console.log(`skipped  ${name} (${reason})`);
    return true;
  }
  const startedAt = performance.now();
  const problem = await run(program, args, { cwd: root, maxBuffer: 64 << 20 }).then(
    () => undefined,
    (error) => `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || String(error),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${problem === undefined ? 'ok      ' : 'failed  '} ${name} (${seconds} s)`);
  if (problem !== undefined) console.log(problem);
  return problem === undefined;
}

function kustomizations() {
  if (!existsSync(join(root, 'k8s'))) return [];
  return readdirSync(join(root, 'k8s'), { recursive: true })
    .filter((file) => /(^|[\\/])kustomization\.ya?ml$/.test(file))
    .map((file) => join('k8s', file, '..'))
    .sort();
}

function hasKubectl() {
  return spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
}
