import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually';
import { ProcessGuard } from './process-guard';
import { projectRoot } from './project-root';

/** Says its number and stays, whatever it is politely asked. */
const STUBBORN = `process.on('SIGTERM', () => console.log('asked')); console.log(process.pid); setInterval(() => {}, 1000)`;
const PATIENT = `console.log(process.pid); setInterval(() => {}, 1000)`;

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'tongbu-guard-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const logText = (name = 'child') => {
  const file = join(directory, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const loggedPid = (name?: string) => eventually(() => Number(/^\d+/.exec(logText(name))?.[0]) || false);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const node = (script: string, name = 'child') => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  log: join(directory, name),
});

describe('while its parent lives', () => {
  let guard: ProcessGuard;
  beforeEach(() => (guard = ProcessGuard.start()));
  afterEach(() => guard.close());

  test('tells how a process ended and what it said', async () => {
    const child = await guard.spawn(node(`console.log('one'); console.error('two'); process.exitCode = 3`));
    expect(await child.exit).toEqual({ code: 3, signal: null });
    expect(child.logTail()).toBe('one\ntwo');
  });

  test('a program that does not exist is an error with its name', async () => {
    const missing = guard.spawn({ ...node(''), name: 'Ghost', command: join(directory, 'nothing') });
    await expect(missing).rejects.toThrow(/Ghost: .*ENOENT/);
  });

  test('stop asks first and kills when that takes too long', async () => {
    const patient = await guard.spawn(node(PATIENT, 'patient'));
    const stubborn = await guard.spawn({ ...node(STUBBORN, 'stubborn'), stopTimeoutMs: 200 });
    await Promise.all([loggedPid('patient'), loggedPid('stubborn')]);
    expect(await patient.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await stubborn.stop()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(logText('stubborn')).toContain('asked');
  });

  test('close ends what still runs and removes the directories it was given', async () => {
    const child = await guard.spawn(node(PATIENT));
    guard.removeAtEnd(directory);
    await loggedPid();
    await guard.close();
    expect(isAlive(child.pid)).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });
});

test.each([
  // What ignores the request to stop is killed after the grace period of five seconds.
  ['SIGKILL', STUBBORN],
  ['SIGKILL', PATIENT],
  ['SIGTERM', PATIENT],
  ['SIGINT', PATIENT],
] as const)('a parent ended by %s leaves nothing behind', async (signal, script) => {
  const index = join(projectRoot(), 'dist/libs/testing/src/index.js');
  const parent = spawn(process.execPath, [
    '-e',
    `const guard = require(${JSON.stringify(index)}).ProcessGuard.start();
       guard.spawn(${JSON.stringify(node(script))});
       console.log(guard.pid);`,
  ]);
  const guardPid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (text) => resolve(Number(text))),
  );
  const childPid = await loggedPid();
  expect([guardPid, childPid].map(isAlive)).toEqual([true, true]);
  parent.kill(signal);
  await eventually(() => !isAlive(childPid) && !isAlive(guardPid));
});
