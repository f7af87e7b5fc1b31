// Starts processes for a parent and ends them when that parent goes away, however it goes: exit, crash or kill -9.
// It runs in a session of its own, so a Ctrl-C of the terminal does not reach it, and as the parent of what it started
// it leaves no zombies behind. Plain JavaScript, because tests start it from the source tree, where nothing is compiled.
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';

const GRACE_MS = 5_000;

/** Running processes by the number the parent gave them. */
const running = new Map();
const directories = new Set();
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end());
process.on('disconnect', () => end());
process.on('message', (message) => {
  switch (message.kind) {
    case 'spawn':
      return start(message);
    case 'remove-at-end':
      return directories.add(message.directory);
  }
});

function tell(message) {
  if (process.connected) process.send(message, () => undefined);
}

function start({ number, command, args, cwd, env, uid, gid, log, stopSignal }) {
  const output = openSync(log, 'a');
  // A group of its own, so that whatever it starts can be ended with it.
  const child = spawn(command, args, {
    cwd,
    env,
    uid,
    gid,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.on('error', (error) => {
    running.delete(number);
    tell({ kind: 'failed', number, message: error.message });
    endWhenEmpty();
  });
  child.on('exit', (code, signal) => {
    running.delete(number);
    tell({ kind: 'exited', number, code, signal });
    endWhenEmpty();
  });
  if (child.pid === undefined) return;
  running.set(number, { child, stopSignal });
  tell({ kind: 'started', number, pid: child.pid });
  if (ending) signalGroup(child.pid, 'SIGKILL');
}

function end() {
  if (ending) return;
  ending = true;
  // Newest first: what was started last depends on what was started first.
  for (const { child, stopSignal } of [...running.values()].reverse()) child.kill(stopSignal);
  setTimeout(() => {
    for (const { child } of running.values()) signalGroup(child.pid, 'SIGKILL');
  }, GRACE_MS).unref();
  endWhenEmpty();
}

function endWhenEmpty() {
  if (!ending || running.size > 0) return;
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
