// Runs a program in the foreground as if it were this process: its input and output, its signals, its exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './build.mjs';

/** Runs a Node program that ends when this process ends, also when this one is killed. Resolves with its exit code. */
export function runNode(script, args) {
  const preload = join(root, 'tools/end-with-parent.cjs');
  const child = spawn(process.execPath, ['--require', preload, script, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  const watch = endWithNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** npm passes signals on, but a killed npm passes on nothing: its children find out by having a new parent. */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== npm) end();
  }, 500);
  timer.unref();
  return timer;
}
