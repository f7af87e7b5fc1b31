// The checks of `npm run check`, one line each, with a failed check's output below its line.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

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

/** Runs every check, also after one failed. Returns the exit code. */
export function check() {
  let failures = 0;
  for (const { name, command, skip } of STEPS) {
    const reason = skip?.();
    if (reason !== undefined) {
      console.log(`skipped  ${name} (${reason})`);
      continue;
    }
    const startedAt = performance.now();
    const [program, ...args] = command;
    const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const ok = result.status === 0;
    console.log(`${ok ? 'ok      ' : 'failed  '} ${name} (${seconds} s)`);
    if (ok) continue;
    failures++;
    console.log(`${result.stdout ?? ''}${result.stderr ?? ''}`.trim() || String(result.error));
  }
  console.log(failures === 0 ? 'all checks passed' : `${failures} of ${STEPS.length} checks failed`);
  return failures === 0 ? 0 : 1;
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
