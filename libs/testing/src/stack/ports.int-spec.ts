import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ports } from './ports';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'tongbu-ports-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('no port is given twice', async () => {
  const ports = new Ports();
  const given = await Promise.all(Array.from({ length: 50 }, (_, index) => ports.take(`part-${index}`)));
  expect(new Set(given).size).toBe(50);
});

test('no port is given to two installations of one process, even while nobody listens', async () => {
  const random = jest.spyOn(Math, 'random').mockReturnValueOnce(0.5).mockReturnValueOnce(0.5);
  const given = [await new Ports().take('kafka'), await new Ports().take('kafka')];
  random.mockRestore();
  expect(new Set(given).size).toBe(2);
});

test('a later start gets the same ports, unless somebody took one', async () => {
  const file = join(directory, 'ports.json');
  const first = new Ports(file);
  const [kafka, redis] = [await first.take('kafka'), await first.take('redis')];
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(redis, '127.0.0.1', resolve));
  try {
    const second = new Ports(file);
    expect(await second.take('kafka')).toBe(kafka);
    expect(await second.take('redis')).not.toBe(redis);
  } finally {
    other.close();
  }
});

test('a damaged file of ports is no reason not to start', async () => {
  const file = join(directory, 'ports.json');
  writeFileSync(file, '{"kafka": "often');
  expect(await new Ports(file).take('kafka')).toBeGreaterThan(0);
});
