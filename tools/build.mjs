// Compiles apps/, libs/, tools/ and what of test/ runs by itself into dist/ when a source is newer than the last build. Node built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const FOLDERS = ['apps', 'libs', 'tools', 'test/bench', 'test/faults', 'test/support'].filter((folder) =>
  existsSync(join(root, folder)),
);

const isSource = (file) => file.endsWith('.ts') && !file.endsWith('spec.ts');
const filesBelow = (folder) => {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true });
  return entries.map((name) => join(folder, name));
};

/** Compiles what is out of date. Returns what the compiler complained about, or an empty text. */
export function build() {
  const startedAt = new Date();
  const sources = FOLDERS.flatMap(filesBelow).filter(isSource);
  removeOrphans(new Set(sources.map((file) => file.replace(/\.ts$/, ''))));
  const newest = Math.max(...[...sources, '.swcrc'].map((file) => statSync(join(root, file)).mtimeMs));
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest) return '';
  const swc = join(root, 'node_modules/.bin/swc');
  const result = spawnSync(swc, [...FOLDERS, '-d', 'dist', '--extensions', '.ts', '--quiet'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) return `${result.stdout ?? ''}${result.stderr ?? ''}` || String(result.error);
  mkdirSync(dist, { recursive: true });
  // Dated from before the compiler read the sources, so that an edit made meanwhile is seen next time.
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  utimesSync(stamp, startedAt, startedAt);
  return '';
}

/** Removes what was compiled from sources that are gone. */
function removeOrphans(sources) {
  for (const folder of FOLDERS) {
    for (const file of filesBelow(join('dist', folder))) {
      if (!/\.js(\.map)?$/.test(file)) continue;
      const source = file.slice('dist/'.length).replace(/\.js(\.map)?$/, '');
      if (!sources.has(source)) rmSync(join(root, file), { force: true });
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = build();
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
  }
}
