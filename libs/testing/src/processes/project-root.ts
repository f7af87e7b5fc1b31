import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout this code runs from, whether as source or from `dist/`. */
export function projectRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no package.json above ${__dirname}`);
    directory = parent;
  }
  return directory;
}
