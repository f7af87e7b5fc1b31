import { projectRoot } from '@tongbu/testing';
import { execFileSync } from 'node:child_process';

/** What is checked out, for reports. */
export function checkedOutCommit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: projectRoot(), encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`;
  } catch {
    return 'an unknown commit';
  }
}
