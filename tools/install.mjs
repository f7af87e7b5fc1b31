// Installs the npm dependencies when they are missing or belong to another package-lock.json.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const stamp = join(root, 'node_modules/.tongbu-installed');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

export function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

/** Resolves with npm's exit code. */
export async function install() {
  const startedAt = Date.now();
  const elapsed = () => Math.round((Date.now() - startedAt) / 1000);
  console.log('installing npm dependencies (once, about half a minute) ...');
  const ticker = setInterval(() => console.log(`installing npm dependencies: ${elapsed()} s`), 5_000);
  const args = ['install', '--no-audit', '--no-fund', '--loglevel', 'error'];
  // Under `npm start` this is the very npm that runs us.
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []];
  const code = await new Promise((resolve) => {
    const child = spawn(command, [...prefix, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  clearInterval(ticker);
  if (code === 0) {
    writeFileSync(stamp, lockHash());
    console.log(`npm dependencies installed (${elapsed()} s)`);
  }
  return code;
}
