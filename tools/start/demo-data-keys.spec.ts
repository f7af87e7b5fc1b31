import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataKeysConfig } from '@tongbu/platform';
import { demoDataKeys } from './demo-data-keys';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'data-keys-'))));
afterEach(() => rmSync(dir, { recursive: true }));

it('makes a key that the service takes, and keeps it for the next start', () => {
  const file = join(dir, 'data-keys');
  const keys = demoDataKeys(file);
  expect(dataKeysConfig.parse(keys)).toMatchObject([{ id: 'demo' }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(demoDataKeys(file)).toBe(keys);
  expect(demoDataKeys(join(dir, 'other'))).not.toBe(keys);
});
