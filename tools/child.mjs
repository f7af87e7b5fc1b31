// Runs a program in the foreground as if it were this process: its input and output, its signals, its exit code.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

/** npm passes signals on, but a killed npm passes on nothing: its children find out by having other ancestors. */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() !== before) end();
  }, 500);
  timer.unref();
  return timer;
}

/** Our parent, which is npm or a shell, and its parent, which is npm in the second case. */
function ancestors() {
  try {
    // The program's name, in parentheses, may contain anything; the parent is the second field after it.
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}
