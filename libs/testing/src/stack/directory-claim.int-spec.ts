import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryClaim } from './directory-claim';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'tongbu-claim-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, 'running.json');
/** The claim as another process would have left it. */
function leaveClaim(change: (claim: { owner: object; helpers: object[] }) => object): void {
  writeFileSync(file(), JSON.stringify(change(JSON.parse(readFileSync(file(), 'utf8')))));
}

test('a directory that a living process claims is refused with its number', async () => {
  const other = spawn('sleep', ['60']);
  try {
    const claim = await DirectoryClaim.take(directory);
    claim.record(other.pid ?? 0);
    leaveClaim(({ helpers: [helper] }) => ({ owner: helper, helpers: [] }));
    await expect(DirectoryClaim.take(directory)).rejects.toThrow(`process ${other.pid}`);
  } finally {
    other.kill('SIGKILL');
  }
});

test('the claim of a dead process is taken over, once its helpers have ended', async () => {
  const helper = spawn('sleep', ['60']);
  try {
    const claim = await DirectoryClaim.take(directory);
    claim.record(helper.pid ?? 0);
    leaveClaim(({ helpers }) => ({ owner: { pid: 2 ** 22 + 1, startedAt: '1' }, helpers }));
    const taking = DirectoryClaim.take(directory);
    const first = await Promise.race([
      taking,
      new Promise((resolve) => setTimeout(resolve, 200, 'still waiting')),
    ]);
    expect(first).toBe('still waiting');
    helper.kill('SIGKILL');
    await expect(taking).resolves.toBeInstanceOf(DirectoryClaim);
  } finally {
    helper.kill('SIGKILL');
  }
});

test('a process with the same number that started at another time is somebody else', async () => {
  await DirectoryClaim.take(directory);
  leaveClaim(({ owner }) => ({ owner: { ...owner, pid: process.ppid }, helpers: [] }));
  await expect(DirectoryClaim.take(directory)).resolves.toBeInstanceOf(DirectoryClaim);
});

test('a released directory is free', async () => {
  (await DirectoryClaim.take(directory)).release();
  await expect(DirectoryClaim.take(directory)).resolves.toBeInstanceOf(DirectoryClaim);
});
